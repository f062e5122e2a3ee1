using System.Runtime.InteropServices;
using Satcom.Application.Common;

namespace Satcom.WebApi.Realtime;

/// <summary>This node's connections, and their groups. A group's key holds the tenant, so no message can cross.</summary>
internal sealed class HubMembers
{
    public const int MaxPerUser = 5;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, HubMember> _members = new(StringComparer.Ordinal);
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

    /// <summary>Adds a connection to its groups.</summary>
    /// <returns>False when its owner has as many as allowed.</returns>
    public bool TryAdd(HubMember member)
    {
        lock (_gate)
        {
            if (_groups.TryGetValue((member.Person.TenantId, Audience.User(member.Person.UserId)), out var own) && own.Count >= MaxPerUser)
            {
                return false;
            }

            _members.Add(member.ConnectionId, member);
            foreach (var audience in member.Audiences)
            {
                ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, (member.Person.TenantId, audience), out _);
                (group ??= []).Add(member);
            }

            return true;
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
