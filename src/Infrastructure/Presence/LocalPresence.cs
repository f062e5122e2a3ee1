using Satcom.Application.Presence;
using Satcom.Domain.Presence;

namespace Satcom.Infrastructure.Presence;

/// <summary>A person by this node's own connections: the last heartbeat of each, and the best status among them.</summary>
internal sealed class LocalPresence
{
    private readonly List<Beat> _beats = new(1);
    private PresenceThresholds _thresholds;

    /// <summary>As of the last evaluation.</summary>
    public PresenceStatus Status { get; private set; }

    /// <summary>The latest heartbeat of all.</summary>
    public DateTimeOffset HeardAt { get; private set; }

    /// <summary>The moment in the sweep's queue at which the person is looked at; null when it is not queued.</summary>
    public DateTimeOffset? QueuedFor { get; set; }

    public void Heartbeat(string connectionId, DateTimeOffset now, PresenceThresholds thresholds, PresenceStatus claimed)
    {
        _thresholds = thresholds;
        HeardAt = now;

        // Whoever is heard again needs no credit from connections that have closed.
        _beats.RemoveAll(b => b.IsClosed);
        var beat = _beats.Find(b => string.Equals(b.ConnectionId, connectionId, StringComparison.Ordinal));
        if (beat is null)
        {
            beat = new Beat(connectionId);
            _beats.Add(beat);
        }

        beat.At = now;
        beat.Claimed = claimed;
    }

    public void Close(string connectionId)
    {
        if (_beats.Find(b => string.Equals(b.ConnectionId, connectionId, StringComparison.Ordinal)) is { } beat)
        {
            beat.IsClosed = true;
        }
    }

    /// <summary>Brings the status up to date.</summary>
    /// <returns>When it next changes without a heartbeat; null when it cannot.</returns>
    public DateTimeOffset? Evaluate(DateTimeOffset now)
    {
        var best = PresenceStatus.Offline;
        DateTimeOffset? next = null;
        foreach (var beat in _beats)
        {
            var status = PresencePolicy.StatusAt(beat.At, now, _thresholds.AwayAfter, _thresholds.OfflineAfter, beat.Claimed);
            best = status > best ? status : best;
            var change = PresencePolicy.NextChangeAt(beat.At, now, _thresholds.AwayAfter, _thresholds.OfflineAfter, beat.Claimed);
            next = next is null || change < next ? change ?? next : next;
        }

        if (best == PresenceStatus.Offline)
        {
            _beats.RemoveAll(b => b.IsClosed);
        }

        Status = best;
        return next;
    }

    private sealed class Beat(string connectionId)
    {
        public string ConnectionId { get; } = connectionId;

        public DateTimeOffset At { get; set; }

        public PresenceStatus Claimed { get; set; }

        public bool IsClosed { get; set; }
    }
}
