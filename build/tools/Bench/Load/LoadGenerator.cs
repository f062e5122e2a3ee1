using System.Diagnostics;
using System.Text;

namespace Satcom.Bench.Load;

/// <summary>A fixed set of connections to one peer.</summary>
internal sealed class LoadGenerator : IDisposable
{
    private readonly List<HttpConnection> _connections = [];
    private readonly TimeProvider _time;

    private LoadGenerator(TimeProvider time) => _time = time;

    public static async Task<LoadGenerator> OpenAsync(int port, int connections, TimeProvider time, CancellationToken cancellationToken)
    {
        var generator = new LoadGenerator(time);
        for (var i = 0; i < connections; i++)
        {
            generator._connections.Add(await HttpConnection.OpenAsync(port, cancellationToken));
        }

        return generator;
    }

    /// <summary>Closed loop: every connection sends its next request as soon as it has its answer.</summary>
    /// <param name="next">The n-th request of all connections together; null ends the load.</param>
    public async Task<LoadResult> FloodAsync(Func<int, ReadOnlyMemory<byte>?> next, int expectedStatus, CancellationToken cancellationToken)
    {
        var sent = -1;
        var started = Stopwatch.GetTimestamp();
        var workers = await Task.WhenAll(_connections.Select(connection => Task.Run(
            async () =>
            {
                var worker = new Worker(expectedStatus);
                while (next(Interlocked.Increment(ref sent)) is { } request)
                {
                    await worker.SendAsync(connection, request, Stopwatch.GetTimestamp(), cancellationToken);
                }

                return worker;
            },
            cancellationToken)));
        return Sum(workers, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Closed loop for a time.</summary>
    public Task<LoadResult> FloodAsync(Func<int, ReadOnlyMemory<byte>> next, int expectedStatus, TimeSpan duration, CancellationToken cancellationToken)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        return FloodAsync(n => Stopwatch.GetTimestamp() < end ? next(n) : (ReadOnlyMemory<byte>?)null, expectedStatus, cancellationToken);
    }

    /// <summary>Closed loop for a time, in which each connection takes the same steps again and again; a latency is that of all the steps.</summary>
    /// <param name="steps">The steps of the n-th connection, which fail by throwing.</param>
    public async Task<LoadResult> RepeatAsync(Func<HttpConnection, int, CancellationToken, Task> steps, TimeSpan duration, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var workers = await Task.WhenAll(_connections.Select((connection, n) => Task.Run(
            async () =>
            {
                var latencies = new List<long>();
                while (Stopwatch.GetElapsedTime(started) < duration)
                {
                    var begun = Stopwatch.GetTimestamp();
                    await steps(connection, n, cancellationToken);
                    latencies.Add(Stopwatch.GetTimestamp() - begun);
                }

                return latencies;
            },
            cancellationToken)));
        var result = new LoadResult();
        foreach (var latencies in workers)
        {
            result.Add(latencies, failures: 0, failure: null, TimeSpan.Zero);
        }

        result.Extend(Stopwatch.GetElapsedTime(started));
        return result;
    }

    /// <summary>Open loop: requests come at a steady rate, and each one's latency counts from when it was due.</summary>
    public async Task<LoadResult> OfferAsync(IReadOnlyList<ReadOnlyMemory<byte>> requests, int perSecond, int expectedStatus, CancellationToken cancellationToken)
    {
        var sent = -1;
        var started = Stopwatch.GetTimestamp();
        var workers = await Task.WhenAll(_connections.Select(connection => Task.Run(
            async () =>
            {
                var worker = new Worker(expectedStatus);
                for (var n = Interlocked.Increment(ref sent); n < requests.Count; n = Interlocked.Increment(ref sent))
                {
                    var due = started + (long)(n / (double)perSecond * Stopwatch.Frequency);
                    var wait = TimeSpan.FromSeconds((due - Stopwatch.GetTimestamp()) / (double)Stopwatch.Frequency);
                    if (wait > TimeSpan.Zero)
                    {
                        await Task.Delay(wait, _time, cancellationToken);
                    }

                    // The timer's own lateness is the generator's, not the peer's.
                    await worker.SendAsync(connection, requests[n], Math.Max(due, Stopwatch.GetTimestamp()), cancellationToken);
                }

                return worker;
            },
            cancellationToken)));
        return Sum(workers, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>One request on one connection.</summary>
    public async Task<(int Status, string Body, TimeSpan Took)> SendOneAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var status = await _connections[0].SendAsync(request, cancellationToken);
        return (status, Encoding.UTF8.GetString(_connections[0].Body.Span), Stopwatch.GetElapsedTime(started));
    }

    public void Dispose() => _connections.ForEach(c => c.Dispose());

    private static LoadResult Sum(IEnumerable<Worker> workers, TimeSpan elapsed)
    {
        var result = new LoadResult();
        foreach (var worker in workers)
        {
            result.Add(worker.Latencies, worker.Failures, worker.FirstFailure, TimeSpan.Zero);
        }

        result.Extend(elapsed);
        return result;
    }

    private sealed class Worker(int expectedStatus)
    {
        public List<long> Latencies { get; } = new(4096);

        public int Failures { get; private set; }

        public string? FirstFailure { get; private set; }

        public async ValueTask SendAsync(HttpConnection connection, ReadOnlyMemory<byte> request, long due, CancellationToken cancellationToken)
        {
            var status = await connection.SendAsync(request, cancellationToken);
            Latencies.Add(Stopwatch.GetTimestamp() - due);
            if (status != expectedStatus)
            {
                Failures++;
                FirstFailure ??= FormattableString.Invariant($"{status}: {Encoding.UTF8.GetString(connection.Body.Span)}");
            }
        }
    }
}
