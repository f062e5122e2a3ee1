using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>
/// Reacts to an event after its commit, in a scope of the event's tenant with the service as actor. Called at least once, so
/// it must be idempotent; what it changes goes through commands.
/// </summary>
/// <typeparam name="TEvent">The event.</typeparam>
public interface IDomainEventHandler<in TEvent>
    where TEvent : DomainEvent
{
    /// <summary>Handles one event; an exception makes the outbox try again later.</summary>
    Task HandleAsync(TEvent domainEvent, CancellationToken cancellationToken);
}
