using System.Diagnostics;

namespace Satcom.Bench.Load;

/// <summary>What a stretch of load came to; stretches add up.</summary>
internal sealed class LoadResult
{
    private readonly List<long> _latencies = [];

    public int Failures { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    public int Count => _latencies.Count;

    public double Rate => Count / Elapsed.TotalSeconds;

    /// <summary>A status that was not the expected one, for the message.</summary>
    public string? FirstFailure { get; private set; }

    public void Add(IEnumerable<long> latencies, int failures, string? failure, TimeSpan elapsed)
    {
        _latencies.AddRange(latencies);
        Failures += failures;
        FirstFailure ??= failure;
        Elapsed += elapsed;
    }

    public void Add(LoadResult other) => Add(other._latencies, other.Failures, other.FirstFailure, other.Elapsed);

    /// <summary>Counts time that belongs to the load although no request ran in it.</summary>
    public void Extend(TimeSpan by) => Elapsed += by;

    /// <summary>The latency below which that share of the requests stayed, in milliseconds.</summary>
    public double Percentile(double share)
    {
        if (_latencies.Count == 0)
        {
            return 0;
        }

        _latencies.Sort();
        return _latencies[Math.Min(_latencies.Count - 1, (int)(share * _latencies.Count))] * 1000.0 / Stopwatch.Frequency;
    }
}
