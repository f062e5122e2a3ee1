using Microsoft.Extensions.Hosting;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Presence;

/// <summary>Keeps the trackers of all nodes of one mind: changes as they come, a snapshot for who is new or missed something.</summary>
internal sealed class PresenceGossip(INodeBus bus, PresenceTracker tracker) : IHostedService, IDisposable
{
    // Well below the bus's limit for one message.
    private const int PartBytes = 6_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, int> _epochs = [];
    private IDisposable[] _subscriptions = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscriptions =
        [
            bus.Subscribe<PresenceSignal>((node, signal) => Hear(node, signal.Entry)),
            bus.Subscribe<PresenceAsked>((node, asked) => Answer(node, asked)),
            bus.Subscribe<PresenceSnapshot>(Learn),
            bus.Subscribe<NodeJoined>((node, _) => Ask(node)),
            bus.Subscribe<NodeGone>((node, _) => Forget(node)),
            bus.Subscribe<BusResynchronised>((_, _) => AskAll()),
        ];
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        // A host that is stopped twice at once comes here twice at once.
        Array.ForEach(Interlocked.Exchange(ref _subscriptions, []), s => s.Dispose());
    }

    private void Ask(Guid node)
    {
        lock (_gate)
        {
            _epochs.TryAdd(node, 0);
        }

        bus.Publish(new PresenceAsked(node));
    }

    private void AskAll()
    {
        List<Guid> nodes;
        lock (_gate)
        {
            nodes = [.. _epochs.Keys];
        }

        nodes.ForEach(Ask);
    }

    private void Forget(Guid node)
    {
        lock (_gate)
        {
            _epochs.Remove(node);
        }

        tracker.Forget(node);
    }

    private void Hear(Guid node, PresenceEntry entry)
    {
        if (node != bus.NodeId)
        {
            tracker.Hear(node, entry, EpochOf(node));
        }
    }

    private void Answer(Guid asker, PresenceAsked asked)
    {
        if (asked.Node != bus.NodeId || asker == bus.NodeId)
        {
            return;
        }

        tracker.ReadLocal(entries =>
        {
            var parts = Split(entries);
            for (var i = 0; i < parts.Count; i++)
            {
                bus.Publish(new PresenceSnapshot(asker, IsFirst: i == 0, IsLast: i == parts.Count - 1, parts[i]));
            }
        });
    }

    private void Learn(Guid node, PresenceSnapshot snapshot)
    {
        if (node == bus.NodeId || snapshot.For != bus.NodeId)
        {
            return;
        }

        var epoch = EpochOf(node, advance: snapshot.IsFirst);
        foreach (var entry in snapshot.Entries)
        {
            tracker.Hear(node, entry, epoch);
        }

        if (snapshot.IsLast)
        {
            tracker.Forget(node, before: epoch);
        }
    }

    private int EpochOf(Guid node, bool advance = false)
    {
        lock (_gate)
        {
            var epoch = _epochs.GetValueOrDefault(node) + (advance ? 1 : 0);
            _epochs[node] = epoch;
            return epoch;
        }
    }

    private static List<List<PresenceEntry>> Split(IReadOnlyList<PresenceEntry> entries)
    {
        List<List<PresenceEntry>> parts = [[]];
        var bytes = 0;
        foreach (var entry in entries)
        {
            var size = 220 + 40 * entry.ManagerChain.Count;
            if (bytes + size > PartBytes && bytes > 0)
            {
                parts.Add([]);
                bytes = 0;
            }

            parts[^1].Add(entry);
            bytes += size;
        }

        return parts;
    }
}
