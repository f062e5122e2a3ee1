using Microsoft.Extensions.Hosting;
using Satcom.Application.Common;
using Satcom.Infrastructure.People;

namespace Satcom.Infrastructure.Identity;

/// <summary>Drops what this node has cached of callers and tenants when any node changes them.</summary>
internal sealed class CallerForgetting(INodeBus bus, Callers callers, ITenantDirectory tenants, ManagerChainCache chains) : IHostedService, IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscriptions.Add(bus.Subscribe<CacheForget>((_, forget) =>
        {
            // What people are to work says nothing of who they are.
            if (forget.Of is CacheForget.Schedule or CacheForget.ScheduleRules)
            {
                return;
            }

            if (string.Equals(forget.Of, CacheForget.Tenant, StringComparison.Ordinal))
            {
                tenants.Forget(forget.Id);
            }

            if (string.Equals(forget.Of, CacheForget.Line, StringComparison.Ordinal))
            {
                chains.Forget(forget.Id);
            }

            callers.Forget(forget.Of, forget.Id);
        }));
        _subscriptions.Add(bus.Subscribe<BusResynchronised>((_, _) =>
        {
            chains.ForgetAll();
            callers.ForgetAll();
        }));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
