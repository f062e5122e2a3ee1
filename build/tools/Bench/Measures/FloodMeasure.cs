using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>Requests that change nothing, as many as there is time for.</summary>
/// <param name="requests">Made anew for each round, as tokens end.</param>
internal sealed class FloodMeasure(Stage stage, string title, Func<Peer, IReadOnlyList<byte[]>> requests) : Measure(stage)
{
    public override string Title { get; } = title;

    public override async Task<Sample> RunAsync(Peer peer, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var generator = await Stage.OpenAsync(peer, cancellationToken);
        var cpu = Stage.Meter(peer);
        var all = requests(peer);
        cpu.Start();
        var load = await generator.FloodAsync(n => all[n % all.Count], 200, duration, cancellationToken);
        cpu.Stop();
        Judge(load, Title);
        return Sample.Of(load, cpu, peer.Server.Pid);
    }
}
