namespace Satcom.Infrastructure.Common;

/// <summary>
/// What this node has read of the database. It goes when it is forgotten, and after its lifetime in any case, for what the bus lost without knowing. What was read
/// while something was forgotten is not kept: it may be older than what was forgotten.
/// </summary>
/// <param name="generationSize">At most twice as many are kept.</param>
internal sealed class ReadCache<TKey, TValue>(TimeProvider time, TimeSpan lifetime, int generationSize)
    where TKey : notnull
    where TValue : class
{
    private readonly BoundedCache<TKey, Entry> _entries = new(generationSize);
    private long _forgets;

    public TValue? Find(TKey key)
    {
        var forgets = Interlocked.Read(ref _forgets);
        if (!_entries.TryGet(key, out var entry) || time.GetElapsedTime(entry.ReadAt) >= lifetime)
        {
            return null;
        }

        if (forgets != Interlocked.Read(ref _forgets))
        {
            // A look moves an entry to the young ones, so it may have brought back what was forgotten meanwhile.
            _entries.Remove(key);
            return null;
        }

        return entry.Value;
    }

    /// <summary>To be taken before the read whose result is to be kept.</summary>
    public CacheRead Begin() => new(time.GetTimestamp(), Interlocked.Read(ref _forgets));

    public void Keep(TKey key, TValue value, CacheRead read)
    {
        if (read.Forgets != Interlocked.Read(ref _forgets))
        {
            return;
        }

        _entries.Set(key, new Entry(key, value, read.At));
        if (read.Forgets != Interlocked.Read(ref _forgets))
        {
            // Something was forgotten between the look and the setting.
            _entries.Remove(key);
        }
    }

    public void Forget(TKey key)
    {
        Interlocked.Increment(ref _forgets);
        _entries.Remove(key);
    }

    public void ForgetWhere(Func<TKey, TValue, bool> predicate)
    {
        Interlocked.Increment(ref _forgets);
        _entries.RemoveWhere(entry => predicate(entry.Key, entry.Value));
    }

    public void ForgetAll() => ForgetWhere(static (_, _) => true);

    private sealed record Entry(TKey Key, TValue Value, long ReadAt);
}

/// <summary>When a read began, and how often something had been forgotten by then.</summary>
internal readonly record struct CacheRead(long At, long Forgets);
