using Satcom.Application.Common;
using Satcom.Application.Presence;
using Satcom.Domain.Presence;

namespace Satcom.Infrastructure.Presence;

/// <summary>
/// Everybody's presence in memory. A heartbeat writes two fields; a queue by next change lets the sweep touch only those whose
/// time has come; other nodes hear of changes alone. Every node holds the merged view and tells its own connections.
/// </summary>
internal sealed class PresenceTracker : IPresence, IPresenceView
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Dictionary<Guid, TrackedPerson>> _tenants = [];
    private readonly PriorityQueue<TrackedPerson, DateTimeOffset> _due = new();
    private readonly INodeBus _bus;
    private readonly TimeProvider _time;
    private readonly MonotonicClock _clock;
    private readonly IReadOnlyList<IPresenceObserver> _observers;

    public PresenceTracker(INodeBus bus, TimeProvider time, IEnumerable<IPresenceObserver> observers)
    {
        _bus = bus;
        _time = time;
        _clock = new MonotonicClock(time);
        _observers = [.. observers];
    }

    /// <inheritdoc/>
    public void Heartbeat(PresentPerson person, string connectionId, PresenceThresholds thresholds, PresenceStatus claimed)
    {
        lock (_gate)
        {
            var tracked = Track(person);
            var isDescribed = tracked.Describe(person);
            var local = tracked.Local ??= new LocalPresence();
            var now = _clock.Now;
            local.Heartbeat(connectionId, now, thresholds, claimed);
            Refresh(tracked, local, now, isDescribed);
        }
    }

    /// <inheritdoc/>
    public void Closed(PresentPerson person, string connectionId)
    {
        lock (_gate)
        {
            Find(person.TenantId, person.UserId, out var tracked);
            tracked?.Local?.Close(connectionId);
        }
    }

    /// <inheritdoc/>
    SeenPresence IPresenceView.Find(Guid tenantId, Guid userId)
    {
        lock (_gate)
        {
            if (!Find(tenantId, userId, out var tracked))
            {
                return new SeenPresence(PresenceStatus.Offline, null);
            }

            DateTimeOffset? local = tracked!.Local is { } own ? _clock.ToUtc(own.HeardAt) : null;
            var seenAt = local is null || tracked.RemoteSeenAt > local ? tracked.RemoteSeenAt : local;
            return new SeenPresence(tracked.Merged, seenAt);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Guid> Present(Guid tenantId, PresenceStatus status)
    {
        lock (_gate)
        {
            return _tenants.TryGetValue(tenantId, out var people)
                ? [.. people.Where(p => p.Value.Merged == status).Select(p => p.Key)]
                : [];
        }
    }

    /// <summary>Looks at those whose status may have changed by silence.</summary>
    /// <returns>How many were looked at.</returns>
    public int Sweep()
    {
        lock (_gate)
        {
            var now = _clock.Now;
            var touched = 0;
            while (_due.TryPeek(out var tracked, out var at) && at <= now)
            {
                _due.Dequeue();

                // An earlier place in the queue was found for them since.
                if (tracked.Local is not { } local || local.QueuedFor != at)
                {
                    continue;
                }

                touched++;
                local.QueuedFor = null;
                Refresh(tracked, local, now, isDescribed: false);
            }

            return touched;
        }
    }

    /// <summary>Takes another node's word on one person.</summary>
    public void Hear(Guid node, PresenceEntry entry, int epoch)
    {
        lock (_gate)
        {
            var tracked = Track(entry.Person);
            tracked.Describe(entry.Person);
            tracked.Hear(node, entry.Status, entry.SeenAt, epoch);
            Announce(tracked);
        }
    }

    /// <summary>Forgets what another node said before an epoch; all of it by default.</summary>
    public void Forget(Guid node, int before = int.MaxValue)
    {
        lock (_gate)
        {
            foreach (var tracked in _tenants.Values.SelectMany(people => people.Values))
            {
                tracked.Forget(node, before);
                Announce(tracked);
            }
        }
    }

    /// <summary>Passes everything that this node knows by its own connections to a reader, with no change in between.</summary>
    public void ReadLocal(Action<IReadOnlyList<PresenceEntry>> read)
    {
        lock (_gate)
        {
            read([.. _tenants.Values.SelectMany(people => people.Values).Where(t => t.Local is not null).Select(ToEntry)]);
        }
    }

    private bool Find(Guid tenantId, Guid userId, out TrackedPerson? tracked)
    {
        tracked = null;
        return _tenants.TryGetValue(tenantId, out var people) && people.TryGetValue(userId, out tracked);
    }

    private TrackedPerson Track(PresentPerson person)
    {
        if (!_tenants.TryGetValue(person.TenantId, out var people))
        {
            _tenants.Add(person.TenantId, people = []);
        }

        if (!people.TryGetValue(person.UserId, out var tracked))
        {
            people.Add(person.UserId, tracked = new TrackedPerson(person));
        }

        return tracked;
    }

    private void Refresh(TrackedPerson tracked, LocalPresence local, DateTimeOffset now, bool isDescribed)
    {
        var before = local.Status;
        var next = local.Evaluate(now);
        if (next is { } at && (local.QueuedFor is null || at < local.QueuedFor))
        {
            local.QueuedFor = at;
            _due.Enqueue(tracked, at);
        }

        if (local.Status != before || (isDescribed && local.Status != PresenceStatus.Offline))
        {
            _bus.Publish(new PresenceSignal(ToEntry(tracked)));
        }

        Announce(tracked);
    }

    private void Announce(TrackedPerson tracked)
    {
        if (!tracked.Merge())
        {
            return;
        }

        var change = new PresenceChange(tracked.Person, tracked.Merged, _time.GetUtcNow());
        foreach (var observer in _observers)
        {
            observer.Changed(change);
        }
    }

    private PresenceEntry ToEntry(TrackedPerson tracked) =>
        new(tracked.Person.TenantId, tracked.Person.UserId, tracked.Local!.Status, _clock.ToUtc(tracked.Local.HeardAt), tracked.Person.TeamId, tracked.Person.ManagerChain);
}
