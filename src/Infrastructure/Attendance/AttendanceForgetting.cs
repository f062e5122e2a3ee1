using Microsoft.Extensions.Hosting;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Attendance;

/// <summary>Drops what this node has cached of rules and offices when any node changes them.</summary>
internal sealed class AttendanceForgetting(INodeBus bus, AttendanceRulesCache rules, OfficeCache offices) : IHostedService, IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscriptions.Add(bus.Subscribe<CacheForget>((_, forget) =>
        {
            if (forget.Of is CacheForget.AttendanceRules)
            {
                rules.Forget(forget.Id);
                offices.Forget(forget.Id);
            }
            else if (forget.Of is CacheForget.Schedule)
            {
                offices.Forget(forget.Id);
            }
        }));
        _subscriptions.Add(bus.Subscribe<BusResynchronised>((_, _) =>
        {
            rules.ForgetAll();
            offices.ForgetAll();
        }));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
