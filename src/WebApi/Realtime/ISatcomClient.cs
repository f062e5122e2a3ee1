using Satcom.Domain.Anomalies;
using Satcom.Domain.Leaves;
using Satcom.Domain.Presence;

namespace Satcom.WebApi.Realtime;

/// <summary>
/// What the hub calls on its clients, in camelCase on the wire. Every message is a hint that something is new and best effort;
/// after a connection was lost, a client reads the truth over HTTP.
/// </summary>
public interface ISatcomClient
{
    /// <summary>A person whom the client may see has another status.</summary>
    Task PresenceChanged(PresenceChanged message);

    /// <summary>A day of attendance that the client may see has changed.</summary>
    Task AttendanceChanged(AttendanceChanged message);

    /// <summary>An anomaly was raised or has another status.</summary>
    Task AnomalyChanged(AnomalyChanged message);

    /// <summary>A request for leave that the client may see was made, decided or cancelled.</summary>
    Task LeaveChanged(LeaveChanged message);

    /// <summary>This node is about to stop: connect again after the delay, to whichever node answers.</summary>
    Task Reconnect(Reconnect message);
}

/// <summary>See <see cref="ISatcomClient.PresenceChanged"/>.</summary>
public sealed record PresenceChanged(Guid UserId, PresenceStatus Status, DateTimeOffset At);

/// <summary>See <see cref="ISatcomClient.AttendanceChanged"/>.</summary>
public sealed record AttendanceChanged(Guid UserId, Guid DayId);

/// <summary>See <see cref="ISatcomClient.AnomalyChanged"/>.</summary>
public sealed record AnomalyChanged(Guid AnomalyId, AnomalyStatus Status);

/// <summary>See <see cref="ISatcomClient.LeaveChanged"/>.</summary>
public sealed record LeaveChanged(Guid RequestId, Guid UserId, LeaveStatus Status);

/// <summary>See <see cref="ISatcomClient.Reconnect"/>.</summary>
/// <param name="DelayMs">Another one for each client, so that they do not all come at once.</param>
public sealed record Reconnect(int DelayMs);
