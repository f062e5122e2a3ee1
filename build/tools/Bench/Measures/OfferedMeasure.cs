using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>Check-ins at a load that both carry easily: latency tells only there.</summary>
/// <param name="who">Who taps; everybody if left out.</param>
internal sealed class OfferedMeasure(Stage stage, Func<Person, bool>? who = null) : Measure(stage)
{
    public const int PerSecond = 200;

    public override string Title => "check-in, 200/s offered";

    public override async Task<Sample> RunAsync(Peer peer, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var generator = await Stage.OpenAsync(peer, cancellationToken);
        var cpu = Stage.Meter(peer);
        await Seeding.SettleAsync(peer.Database, cancellationToken);
        var requests = peer.CheckIns.Where((_, i) => who?.Invoke(Stage.Crowd.Employees[i]) ?? true).Take((int)(PerSecond * duration.TotalSeconds));
        cpu.Start();
        var load = await generator.OfferAsync([.. requests.Select(r => (ReadOnlyMemory<byte>)r)], PerSecond, 201, cancellationToken);
        cpu.Stop();
        Judge(load, Title);
        await Seeding.ForgetTodayAsync(peer.Database, Stage.Crowd, cancellationToken);
        return Sample.Of(load, cpu, peer.Server.Pid);
    }
}
