using Satcom.Application.Presence;
using Satcom.Domain.Presence;

namespace Satcom.Infrastructure.Presence;

/// <summary>A person as all nodes together see them.</summary>
internal sealed class TrackedPerson(PresentPerson person)
{
    // Mostly empty or one: a person's devices seldom reach three nodes.
    private List<RemotePresence>? _remotes;

    public PresentPerson Person { get; private set; } = person;

    /// <summary>By this node's connections; null where it never had one.</summary>
    public LocalPresence? Local { get; set; }

    /// <summary>The best status of all nodes, as last announced.</summary>
    public PresenceStatus Merged { get; private set; }

    /// <summary>The latest sign of life that other nodes told of.</summary>
    public DateTimeOffset? RemoteSeenAt { get; private set; }

    /// <summary>Takes over a changed team or manager.</summary>
    /// <returns>True when it was one.</returns>
    public bool Describe(PresentPerson person)
    {
        if (Person.TeamId == person.TeamId && (ReferenceEquals(Person.ManagerChain, person.ManagerChain) || Person.ManagerChain.SequenceEqual(person.ManagerChain)))
        {
            return false;
        }

        Person = person;
        return true;
    }

    public void Hear(Guid node, PresenceStatus status, DateTimeOffset seenAt, int epoch)
    {
        RemoteSeenAt = RemoteSeenAt > seenAt ? RemoteSeenAt : seenAt;
        _remotes?.RemoveAll(r => r.Node == node);
        if (status != PresenceStatus.Offline)
        {
            (_remotes ??= new List<RemotePresence>(1)).Add(new RemotePresence(node, status, epoch));
        }
    }

    /// <summary>Forgets what a node said before an epoch.</summary>
    public void Forget(Guid node, int before) => _remotes?.RemoveAll(r => r.Node == node && r.Epoch < before);

    /// <summary>Merges what the nodes say.</summary>
    /// <returns>True when the result is another one than before.</returns>
    public bool Merge()
    {
        var best = Local?.Status ?? PresenceStatus.Offline;
        foreach (var remote in _remotes ?? [])
        {
            best = remote.Status > best ? remote.Status : best;
        }

        var isChange = best != Merged;
        Merged = best;
        return isChange;
    }

    private readonly record struct RemotePresence(Guid Node, PresenceStatus Status, int Epoch);
}
