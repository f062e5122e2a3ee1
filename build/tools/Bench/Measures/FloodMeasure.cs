using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>Requests that change nothing, as many as there is time for.</summary>
/// <param name="requests">Made anew for each round, as tokens end.</param>
/// <param name="connections">How many connections load; as many as the options say if left out.</param>
/// <param name="isJudged">Whether every answer must be a good one.</param>
internal sealed class FloodMeasure(Stage stage, string title, Func<Peer, IReadOnlyList<byte[]>> requests, int? connections = null, bool isJudged = true) : Measure(stage)
{
    public override string Title { get; } = title;

    /// <summary>The first of the requests.</summary>
    public byte[] FirstOf(Peer peer) => requests(peer)[0];

    public override async Task<Sample> RunAsync(Peer peer, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var generator = await LoadGenerator.OpenAsync(peer.Server.Port, connections ?? Stage.Options.Connections, Stage.Time, cancellationToken);
        var cpu = Stage.Meter(peer);
        var all = requests(peer);
        cpu.Start();
        var load = await generator.FloodAsync(n => all[n % all.Count], 200, duration, cancellationToken);
        cpu.Stop();
        if (isJudged)
        {
            Judge(load, Title);
        }

        return Sample.Of(load, cpu, peer.Server.Pid);
    }
}
