using System.Collections.Concurrent;

namespace Satcom.Infrastructure.Identity;

/// <summary>
/// Threads of their own for work that takes a core for long: no more of it at once than there are cores, a bounded queue, and the
/// thread pool stays free for everything else.
/// </summary>
internal sealed class HashingThreads : IDisposable
{
    private readonly BlockingCollection<Action> _work;

    public HashingThreads(int threads, int queue)
    {
        _work = new BlockingCollection<Action>(queue);
        for (var i = 0; i < threads; i++)
        {
            new Thread(Work) { IsBackground = true, Name = $"Hashing {i}", Priority = ThreadPriority.BelowNormal }.Start();
        }
    }

    /// <summary>Does the work when a thread is free.</summary>
    /// <returns>False when too much waits already.</returns>
    public bool TryRun<T>(Func<T> work, CancellationToken cancellationToken, out Task<T> outcome)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        outcome = done.Task;
        return _work.TryAdd(() => Complete(done, work, cancellationToken), 0, CancellationToken.None);
    }

    public void Dispose() => _work.CompleteAdding();

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            done.SetCanceled(cancellationToken);
            return;
        }

        try
        {
            done.SetResult(work());
        }
#pragma warning disable CA1031 // It belongs to whoever waits for the outcome, and must not end the thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            done.SetException(e);
        }
    }

    private void Work()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
