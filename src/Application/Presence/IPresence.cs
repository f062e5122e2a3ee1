using Satcom.Domain.Presence;

namespace Satcom.Application.Presence;

/// <summary>Takes the signs of life of this node's connections. Nothing of it waits or touches the database.</summary>
public interface IPresence
{
    /// <summary>A connection was heard.</summary>
    /// <param name="person">Whose it is.</param>
    /// <param name="connectionId">Which of the person's connections.</param>
    /// <param name="thresholds">What silence will mean from here on.</param>
    /// <param name="claimed">Online or away.</param>
    void Heartbeat(PresentPerson person, string connectionId, PresenceThresholds thresholds, PresenceStatus claimed);

    /// <summary>A connection has closed. The person's status stays until the thresholds are over, for they may come back.</summary>
    void Closed(PresentPerson person, string connectionId);
}

/// <summary>Whoever may be present, with what decides who may see it.</summary>
/// <param name="ManagerChain">The person's manager, that one's manager and so on.</param>
public sealed record PresentPerson(Guid TenantId, Guid UserId, Guid? TeamId, IReadOnlyList<Guid> ManagerChain);

/// <summary>A tenant's measure of silence.</summary>
public readonly record struct PresenceThresholds(TimeSpan AwayAfter, TimeSpan OfflineAfter);
