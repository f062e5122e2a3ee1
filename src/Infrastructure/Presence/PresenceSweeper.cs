using Microsoft.Extensions.Hosting;

namespace Satcom.Infrastructure.Presence;

/// <summary>The one timer behind all presence.</summary>
internal sealed class PresenceSweeper(PresenceTracker tracker, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await ticks.WaitForNextTickAsync(stoppingToken))
        {
            tracker.Sweep();
        }
    }
}
