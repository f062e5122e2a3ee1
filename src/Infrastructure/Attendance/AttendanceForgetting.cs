using Microsoft.Extensions.Hosting;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Attendance;

/// <summary>Drops what this node has cached of rules and schedules when any node changes them.</summary>
internal sealed class AttendanceForgetting(INodeBus bus, AttendanceRulesCache rules, DayPlanCache plans) : IHostedService, IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscriptions.Add(bus.Subscribe<CacheForget>((_, forget) =>
        {
            if (string.Equals(forget.Of, CacheForget.AttendanceRules, StringComparison.Ordinal))
            {
                rules.Forget(forget.Id);
            }

            // A person's place in the line and their zone change together.
            if (forget.Of is CacheForget.Schedule or CacheForget.Line)
            {
                plans.Forget(forget.Id);
            }
        }));
        _subscriptions.Add(bus.Subscribe<BusResynchronised>((_, _) =>
        {
            rules.ForgetAll();
            plans.ForgetAll();
        }));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
