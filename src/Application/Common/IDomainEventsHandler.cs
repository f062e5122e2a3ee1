using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>
/// As <see cref="IDomainEventHandler{TEvent}"/>, of several events of one tenant at once: for what costs hardly more for many than for one, and keeps no order.
/// Where they cannot be handled together, each is handed over by itself.
/// </summary>
/// <typeparam name="TEvent">The event.</typeparam>
public interface IDomainEventsHandler<in TEvent>
    where TEvent : DomainEvent
{
    /// <summary>Handles some events; an exception makes the outbox try again later.</summary>
    Task HandleAsync(IReadOnlyList<TEvent> domainEvents, CancellationToken cancellationToken);
}
