namespace Satcom.WebApi.Common;

/// <summary>Half of what a start makes is garbage once it is over; what is left of it would be the service's for days. It waits until those who waited for the start have their answers.</summary>
internal sealed class StartGarbage(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Pause, time, stoppingToken);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
