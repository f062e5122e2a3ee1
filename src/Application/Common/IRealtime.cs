namespace Satcom.Application.Common;

/// <summary>Sends hub messages to the connections of a tenant, on every node. Best effort: the truth is read over HTTP.</summary>
public interface IRealtime
{
    /// <summary>Sends to every connection that belongs to one of the audiences, once.</summary>
    void Publish(RealtimeMessage message);
}

/// <summary>A hub message on its way.</summary>
/// <param name="TenantId">Never leaves this tenant.</param>
/// <param name="Audiences">Names from <see cref="Audience"/>.</param>
/// <param name="Method">The client's method: presenceChanged, attendanceChanged, anomalyChanged, leaveChanged.</param>
/// <param name="Payload">Its one argument, as JSON.</param>
public sealed record RealtimeMessage(Guid TenantId, IReadOnlyList<string> Audiences, string Method, string Payload);

/// <summary>Names of groups of connections within a tenant.</summary>
public static class Audience
{
    /// <summary>One person's connections.</summary>
    public static string User(Guid userId) => $"u:{userId:N}";

    /// <summary>The people of a team.</summary>
    public static string Team(Guid teamId) => $"m:{teamId:N}";

    /// <summary>Everybody who reports to a manager, directly or below.</summary>
    public static string ReportsOf(Guid managerId) => $"r:{managerId:N}";

    /// <summary>Everybody who holds a permission.</summary>
    public static string Holding(string permission) => $"p:{permission}";
}
