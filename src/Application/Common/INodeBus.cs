namespace Satcom.Application.Common;

/// <summary>
/// Tells the other nodes of the installation small things, within tens of milliseconds and best effort: what a node missed
/// it learns to have missed by <see cref="BusResynchronised"/>, and reads the truth again.
/// </summary>
public interface INodeBus
{
    /// <summary>This process; a new one at every start.</summary>
    Guid NodeId { get; }

    /// <summary>
    /// Delivers to this node's subscribers at once, and to other nodes' soon. Never waits: when the way out is jammed the
    /// oldest message gives way, and the others are told that they missed something.
    /// </summary>
    void Publish<T>(T message)
        where T : IBusMessage;

    /// <summary>Calls the handler with the sending node and each message of a kind. Handlers must not block.</summary>
    /// <returns>Dispose it to end the subscription.</returns>
    IDisposable Subscribe<T>(Action<Guid, T> handler)
        where T : IBusMessage;
}

/// <summary>A message between nodes. It is sent as JSON and must stay below 7,900 bytes.</summary>
public interface IBusMessage
{
    /// <summary>Its name on the wire.</summary>
    static abstract string Kind { get; }

    /// <summary>True when equal messages that wait together may travel as one.</summary>
    static virtual bool Merges => false;
}

/// <summary>A hub message for the connections of every node.</summary>
public sealed record RealtimeSent(RealtimeMessage Message) : IBusMessage
{
    /// <inheritdoc/>
    public static string Kind => "realtime";
}

/// <summary>What caches hold of a tenant, a session, a user, a client, a line of managers or a schedule is out of date.</summary>
/// <param name="Of">One of the constants of this type.</param>
/// <param name="Id">The tenant's, session's, user's or client's id; of a line or a schedule, the person; of rules, the tenant.</param>
/// <param name="TenantId">Whose it is: two tenants may have a thing of the same id. Null from a node of a version that did not say so, and then it may be anybody's.</param>
public sealed record CacheForget(string Of, Guid Id, Guid? TenantId = null) : IBusMessage
{
    public const string Tenant = "tenant";
    public const string Session = "session";

    /// <summary>A session whose person proved themselves anew: it goes on, and so do its connections.</summary>
    public const string Proof = "proof";

    public const string User = "user";

    /// <summary>A person's name, team or time zone, by which they are known and nothing is granted: their connections go on.</summary>
    public const string Profile = "profile";
    public const string Line = "line";
    public const string Client = "client";

    /// <summary>What a tenant's attendance is judged by.</summary>
    public const string AttendanceRules = "attendanceRules";

    /// <summary>What a tenant's days are judged for anomalies by.</summary>
    public const string AnomalyRules = "anomalyRules";

    /// <summary>Somebody's leave: who is on leave is read again.</summary>
    public const string Leave = "leave";

    /// <summary>What one employee is to work.</summary>
    public const string Schedule = "schedule";

    /// <summary>What all schedules of a tenant are made of: shifts, patterns, holidays, its week.</summary>
    public const string ScheduleRules = "scheduleRules";

    /// <summary>True where something of this tenant may be meant.</summary>
    public bool IsOf(Guid tenantId) => TenantId is not { } own || own == tenantId;

    /// <inheritdoc/>
    public static string Kind => "cache";

    /// <inheritdoc/>
    public static bool Merges => true;
}

/// <summary>The outbox has something to deliver.</summary>
public sealed record OutboxWake : IBusMessage
{
    public static readonly OutboxWake Instance = new();

    /// <inheritdoc/>
    public static string Kind => "outbox";

    /// <inheritdoc/>
    public static bool Merges => true;
}

/// <summary>Raised by the bus on this node: messages may have been missed, so what was learned from them must be read again.</summary>
public sealed record BusResynchronised : IBusMessage
{
    /// <inheritdoc/>
    public static string Kind => "bus.resynchronised";
}

/// <summary>Raised by the bus on this node: another node was heard for the first time.</summary>
public sealed record NodeJoined : IBusMessage
{
    /// <inheritdoc/>
    public static string Kind => "bus.joined";
}

/// <summary>Raised by the bus on this node: another node has fallen silent.</summary>
public sealed record NodeGone : IBusMessage
{
    /// <inheritdoc/>
    public static string Kind => "bus.gone";
}
