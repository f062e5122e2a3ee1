using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>What every measure has at hand.</summary>
internal sealed record Stage(BenchOptions Options, Crowd Crowd, int Postmaster, TimeProvider Time)
{
    public CpuMeter Meter(Peer peer) => new(peer.Server.Pid, Postmaster);

    public Task<LoadGenerator> OpenAsync(Peer peer, CancellationToken cancellationToken) =>
        LoadGenerator.OpenAsync(peer.Server.Port, Options.Connections, Time, cancellationToken);
}

/// <summary>Something that both peers do, round by round.</summary>
internal abstract class Measure(Stage stage)
{
    public abstract string Title { get; }

    protected Stage Stage { get; } = stage;

    /// <summary>Loads one peer for about that long.</summary>
    public abstract Task<Sample> RunAsync(Peer peer, TimeSpan duration, CancellationToken cancellationToken);

    protected static void Judge(LoadResult load, string what)
    {
        if (load.Failures > 0)
        {
            throw new BenchException(FormattableString.Invariant($"{what}: {load.Failures} of {load.Count} requests were not answered as expected; the first: {load.FirstFailure}"));
        }
    }
}
