namespace Satcom.Infrastructure.Messaging;

/// <summary>Which other nodes live, by when they were last heard.</summary>
internal sealed class NodeRoll(TimeProvider time, TimeSpan goneAfter)
{
    /// <summary>For how long a node is missed that was struck off: it may live and change things, and only be unable to tell of it.</summary>
    private static readonly TimeSpan MissedFor = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Entry> _nodes = [];
    private readonly Dictionary<Guid, long> _missing = [];
    private long _lastCheck = time.GetTimestamp();

    /// <summary>Notes a sign of life.</summary>
    /// <returns>True when the node was not known.</returns>
    public bool Hear(Guid node)
    {
        lock (_gate)
        {
            if (_nodes.TryGetValue(node, out var entry))
            {
                entry.HeardAt = time.GetTimestamp();
                return false;
            }

            _nodes.Add(node, new Entry { HeardAt = time.GetTimestamp() });
            _missing.Remove(node);
            return true;
        }
    }

    /// <summary>When the node was last heard that has been silent for longest, also where it was struck off lately; the end of time where there is no other.</summary>
    public long SilentSince()
    {
        lock (_gate)
        {
            foreach (var (node, heardAt) in _missing)
            {
                if (time.GetElapsedTime(heardAt) > MissedFor)
                {
                    _missing.Remove(node);
                }
            }

            return _nodes.Values.Select(node => node.HeardAt).Concat(_missing.Values).DefaultIfEmpty(long.MaxValue).Min();
        }
    }

    /// <summary>Notes how many messages a node says it had to drop.</summary>
    /// <returns>True when that is more than it said before.</returns>
    public bool Lost(Guid node, long dropped)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(node, out var entry) || dropped <= entry.Dropped)
            {
                return false;
            }

            var isNews = entry.Dropped >= 0;
            entry.Dropped = dropped;
            return isNews;
        }
    }

    /// <summary>Gives every node the benefit of the doubt, after this one could not hear.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            foreach (var entry in _nodes.Values)
            {
                entry.HeardAt = time.GetTimestamp();
            }
        }
    }

    /// <summary>Strikes off and returns the nodes that have been silent for too long.</summary>
    public IReadOnlyList<Guid> StrikeOff()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var wasAsleep = time.GetElapsedTime(_lastCheck, now) > goneAfter / 2;
            _lastCheck = now;

            // A node that was itself stopped for a while has not yet read what the others sent meanwhile.
            if (wasAsleep)
            {
                return [];
            }

            var gone = _nodes.Where(n => time.GetElapsedTime(n.Value.HeardAt, now) > goneAfter).Select(n => n.Key).ToList();
            foreach (var id in gone)
            {
                _missing[id] = _nodes[id].HeardAt;
                _nodes.Remove(id);
            }

            return gone;
        }
    }

    private sealed class Entry
    {
        public long HeardAt { get; set; }

        public long Dropped { get; set; } = -1;
    }
}
