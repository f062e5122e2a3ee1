using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Satcom.Infrastructure.Common;

/// <summary>A cache of at most twice its generation's size: when the young generation is full it becomes the old one, and what nobody asked for since is dropped.</summary>
internal sealed class BoundedCache<TKey, TValue>(int generationSize)
    where TKey : notnull
    where TValue : class
{
    private ConcurrentDictionary<TKey, TValue> _young = new();
    private ConcurrentDictionary<TKey, TValue> _old = new();
    private int _count;

    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        if (_young.TryGetValue(key, out value))
        {
            return true;
        }

        if (!_old.TryGetValue(key, out value))
        {
            return false;
        }

        Set(key, value);
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        if (_young.TryAdd(key, value))
        {
            if (Interlocked.Increment(ref _count) > generationSize)
            {
                Interlocked.Exchange(ref _count, 0);
                _old = Interlocked.Exchange(ref _young, new ConcurrentDictionary<TKey, TValue>());
            }
        }
        else
        {
            _young[key] = value;
        }
    }

    public void Remove(TKey key)
    {
        _young.TryRemove(key, out _);
        _old.TryRemove(key, out _);
    }

    public void RemoveWhere(Func<TValue, bool> predicate)
    {
        foreach (var generation in (ReadOnlySpan<ConcurrentDictionary<TKey, TValue>>)[_young, _old])
        {
            foreach (var (key, value) in generation)
            {
                if (predicate(value))
                {
                    generation.TryRemove(key, out _);
                }
            }
        }
    }
}
