using Satcom.Domain.Presence;

namespace Satcom.Application.Presence;

/// <summary>Everybody's presence as all nodes together know it, from this node's memory.</summary>
public interface IPresenceView
{
    /// <summary>One person's; offline and never seen where nothing is known.</summary>
    SeenPresence Find(Guid tenantId, Guid userId);

    /// <summary>The people of a tenant who are online or away.</summary>
    IReadOnlyList<Guid> Present(Guid tenantId, PresenceStatus status);
}

/// <summary>A status and the last sign of life behind it.</summary>
/// <param name="LastSeenAt">Null when the person was not heard since the service started. On another node's word it is the instant of the last change.</param>
public readonly record struct SeenPresence(PresenceStatus Status, DateTimeOffset? LastSeenAt);
