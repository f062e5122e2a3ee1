using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Infrastructure.Outbox;

/// <summary>Hands an event to all its handlers, in a scope of the event's tenant.</summary>
internal sealed class EventDelivery(ITenantRunner runner, ITenantDirectory tenants)
{
    private static readonly ConcurrentDictionary<Type, Invoker> Invokers = new();

    public async Task DeliverAsync(ClaimedMessage message, CancellationToken cancellationToken)
    {
        var tenant = await tenants.FindAsync(message.TenantId, cancellationToken)
            ?? throw new InvalidOperationException($"The tenant {message.TenantId} of an event does not exist.");
        var domainEvent = OutboxSerializer.ToEvent(message.Type, message.Payload);
        var invoker = Invokers.GetOrAdd(domainEvent.GetType(), static type => (Invoker)Activator.CreateInstance(typeof(Invoker<>).MakeGenericType(type))!);
        await runner.RunAsync(tenant, (services, token) => invoker.InvokeAsync(services, domainEvent, token), cancellationToken);
    }

    private abstract class Invoker
    {
        public abstract Task InvokeAsync(IServiceProvider services, DomainEvent domainEvent, CancellationToken cancellationToken);
    }

    private sealed class Invoker<TEvent> : Invoker
        where TEvent : DomainEvent
    {
        public override async Task InvokeAsync(IServiceProvider services, DomainEvent domainEvent, CancellationToken cancellationToken)
        {
            foreach (var handler in services.GetServices<IDomainEventHandler<TEvent>>())
            {
                await handler.HandleAsync((TEvent)domainEvent, cancellationToken);
            }
        }
    }
}
