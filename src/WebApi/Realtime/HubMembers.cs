using System.Runtime.InteropServices;

namespace Satcom.WebApi.Realtime;

/// <summary>This node's connections, and their groups. A group's key holds the tenant, so no message can cross.</summary>
internal sealed class HubMembers
{
    public const int MaxPerUser = 5;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, HubMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<(Guid TenantId, Guid UserId), int> _sockets = [];
    private readonly Dictionary<(Guid TenantId, string Audience), List<HubMember>> _groups = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _members.Count;
            }
        }
    }

    /// <summary>Counts a socket of somebody, whether or not it will become a member.</summary>
    /// <returns>False when they have as many as allowed.</returns>
    public bool TryEnter((Guid TenantId, Guid UserId) owner)
    {
        lock (_gate)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_sockets, owner, out _);
            if (count >= MaxPerUser)
            {
                return false;
            }

            count++;
            return true;
        }
    }

    /// <summary>Counts a socket of somebody no more.</summary>
    public void Leave((Guid TenantId, Guid UserId) owner)
    {
        lock (_gate)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(_sockets, owner) == 0)
            {
                _sockets.Remove(owner);
            }
        }
    }

    /// <summary>Adds a connection to its groups.</summary>
    public void Add(HubMember member)
    {
        lock (_gate)
        {
            _members.Add(member.ConnectionId, member);
            foreach (var audience in member.Audiences)
            {
                ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, (member.Person.TenantId, audience), out _);
                (group ??= []).Add(member);
            }
        }
    }

    public void Remove(HubMember member)
    {
        lock (_gate)
        {
            if (!_members.Remove(member.ConnectionId))
            {
                return;
            }

            foreach (var audience in member.Audiences)
            {
                var key = (member.Person.TenantId, audience);
                var group = _groups[key];
                group.Remove(member);
                if (group.Count == 0)
                {
                    _groups.Remove(key);
                }
            }
        }
    }

    /// <summary>The connections of some audiences of a tenant, each once.</summary>
    public IReadOnlyCollection<HubMember> Of(Guid tenantId, IReadOnlyList<string> audiences)
    {
        var found = new HashSet<HubMember>();
        lock (_gate)
        {
            foreach (var audience in audiences)
            {
                found.UnionWith(_groups.GetValueOrDefault((tenantId, audience)) ?? []);
            }
        }

        return found;
    }

    /// <summary>The connections that a test holds for; all without one.</summary>
    public IReadOnlyList<HubMember> Where(Func<HubMember, bool>? test = null)
    {
        lock (_gate)
        {
            return [.. test is null ? _members.Values : _members.Values.Where(test)];
        }
    }
}
