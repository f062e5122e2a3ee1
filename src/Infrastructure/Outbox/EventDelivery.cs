using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Infrastructure.Common;

namespace Satcom.Infrastructure.Outbox;

/// <summary>Hands events of one tenant and type to all their handlers, in one scope of the tenant.</summary>
internal sealed class EventDelivery(ITenantRunner runner, ITenantDirectory tenants, IOptions<OutboxOptions> options, TimeProvider time)
{
    private static readonly ConcurrentDictionary<Type, Invoker> Invokers = new();

    /// <param name="messages">Not none.</param>
    public async Task DeliverAsync(IReadOnlyList<ClaimedMessage> messages, CancellationToken cancellationToken)
    {
        var tenant = await tenants.FindAsync(messages[0].TenantId, cancellationToken)
            ?? throw new InvalidOperationException($"The tenant {messages[0].TenantId} of an event does not exist.");
        List<DomainEvent> domainEvents = [.. messages.Select(m => OutboxSerializer.ToEvent(m.Type, m.Payload))];
        var invoker = Invokers.GetOrAdd(domainEvents[0].GetType(), static type => (Invoker)Activator.CreateInstance(typeof(Invoker<>).MakeGenericType(type))!);
        await WithinLimitAsync(token => runner.RunAsync(tenant, (services, t) => invoker.InvokeAsync(services, domainEvents, t), token), cancellationToken);
    }

    /// <summary>A handler that hangs must hold up nobody: it is told to stop, and no longer waited for if it does not listen.</summary>
    /// <exception cref="TimeoutException">It took too long. What it does afterwards is as if it ran twice, which handlers allow.</exception>
    private async Task WithinLimitAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(options.Value.DeliverySeconds);
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await work(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeLimitException($"Its handlers took longer than {limit.TotalSeconds:0} s.", e);
        }
    }

    private abstract class Invoker
    {
        public abstract Task InvokeAsync(IServiceProvider services, IReadOnlyList<DomainEvent> domainEvents, CancellationToken cancellationToken);
    }

    private sealed class Invoker<TEvent> : Invoker
        where TEvent : DomainEvent
    {
        public override async Task InvokeAsync(IServiceProvider services, IReadOnlyList<DomainEvent> domainEvents, CancellationToken cancellationToken)
        {
            foreach (var handler in services.GetServices<IDomainEventHandler<TEvent>>())
            {
                foreach (var domainEvent in domainEvents)
                {
                    await handler.HandleAsync((TEvent)domainEvent, cancellationToken);
                }
            }

            foreach (var handler in services.GetServices<IDomainEventsHandler<TEvent>>())
            {
                await handler.HandleAsync([.. domainEvents.Cast<TEvent>()], cancellationToken);
            }
        }
    }
}
