using Microsoft.Extensions.Hosting;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Shifts;

/// <summary>Drops what this node has cached of schedules when any node changes them.</summary>
internal sealed class ScheduleForgetting(INodeBus bus, WorkScheduleCache cache) : IHostedService, IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscriptions.Add(bus.Subscribe<CacheForget>((_, forget) =>
        {
            switch (forget.Of)
            {
                case CacheForget.Schedule:
                case CacheForget.Leave:
                    cache.ForgetPerson(forget.Id);
                    break;
                case CacheForget.ScheduleRules:
                    cache.ForgetRules(forget.Id);
                    break;
            }
        }));
        _subscriptions.Add(bus.Subscribe<BusResynchronised>((_, _) => cache.ForgetAll()));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
