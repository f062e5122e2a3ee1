using Microsoft.Extensions.Hosting;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Identity;

/// <summary>Drops what this node has cached of callers and tenants when any node changes them.</summary>
internal sealed class CallerForgetting(INodeBus bus, Callers callers, ITenantDirectory tenants) : IHostedService, IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscriptions.Add(bus.Subscribe<CacheForget>((_, forget) =>
        {
            if (string.Equals(forget.Of, CacheForget.Tenant, StringComparison.Ordinal))
            {
                tenants.Forget(forget.Id);
            }

            callers.Forget(forget.Of, forget.Id);
        }));
        _subscriptions.Add(bus.Subscribe<BusResynchronised>((_, _) => callers.ForgetAll()));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
