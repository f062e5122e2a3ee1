using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance.Geofence;

/// <summary>A check-in that did not prove to be inside where it should have, taken or refused. Its coordinates are not here.</summary>
[Audited("geofenceFailure")]
public sealed class GeofenceFailure : AggregateRoot
{
    // EF Core materialises through this one.
    private GeofenceFailure(Guid tenantId, Guid id, Guid employeeId, DateOnly date, DateTimeOffset at, WorkMode workMode, FenceResult result, FenceAction action)
        : base(tenantId, id)
    {
        EmployeeId = employeeId;
        Date = date;
        At = at;
        WorkMode = workMode;
        Result = result;
        Action = action;
    }

    public Guid EmployeeId { get; private set; }

    /// <summary>The date that the check-in belongs to.</summary>
    public DateOnly Date { get; private set; }

    /// <summary>When the check-in was made.</summary>
    public DateTimeOffset At { get; private set; }

    public WorkMode WorkMode { get; private set; }

    /// <summary>Outside or not provided.</summary>
    public FenceResult Result { get; private set; }

    /// <summary>What the policy did about it.</summary>
    public FenceAction Action { get; private set; }

    /// <summary>The office whose fence was nearest.</summary>
    public Guid? OfficeId { get; private set; }

    /// <summary>From that office's middle, in whole metres.</summary>
    public int? DistanceMeters { get; private set; }

    /// <summary>The day that took the check-in; null where it was refused.</summary>
    public Guid? DayId { get; private set; }

    /// <summary>The client's id of the tap: sent again, it fails once.</summary>
    public Guid? ClientEventId { get; private set; }

    /// <summary>Writes down a failure.</summary>
    /// <param name="id">UUIDv7.</param>
    /// <param name="dayId">The day that takes the check-in; null where it is refused.</param>
    public static GeofenceFailure Of(Guid tenantId, Guid id, Guid employeeId, DateOnly date, PunchFacts facts, FenceVerdict verdict, Guid? dayId)
    {
        var failure = new GeofenceFailure(tenantId, id, employeeId, date, WholeSeconds.Of(facts.OccurredAt), facts.WorkMode!.Value, verdict.Result, verdict.Action)
        {
            OfficeId = verdict.OfficeId,
            DistanceMeters = verdict.DistanceMeters,
            DayId = dayId,
            ClientEventId = facts.ClientEventId,
        };
        failure.Raise(new GeofenceFailed(employeeId, id, dayId, date, failure.At, verdict.Result, verdict.Action));
        return failure;
    }
}

/// <summary>A check-in did not prove to be inside where it should have.</summary>
/// <param name="DayId">The day that took it; null where it was refused.</param>
public sealed record GeofenceFailed(Guid EmployeeId, Guid FailureId, Guid? DayId, DateOnly Date, DateTimeOffset At, FenceResult Result, FenceAction Action) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => FailureId;
}

/// <summary>The coordinates of a tap, apart from it, so that they can be purged while the result stays.</summary>
public sealed class PunchPlace : ITenantOwned
{
    /// <summary>Keeps where a tap was made.</summary>
    public PunchPlace(Guid tenantId, Guid punchId, Guid employeeId, DateTimeOffset at, GeoFix fix)
        : this(tenantId, punchId, employeeId, WholeSeconds.Of(at), fix.Point.Latitude, fix.Point.Longitude, fix.AccuracyMeters, fix.IsMock)
    {
    }

    // EF Core materialises through this one.
    private PunchPlace(Guid tenantId, Guid punchId, Guid employeeId, DateTimeOffset at, double latitude, double longitude, double accuracyMeters, bool isMock)
    {
        TenantId = tenantId;
        PunchId = punchId;
        EmployeeId = employeeId;
        At = at;
        Latitude = latitude;
        Longitude = longitude;
        AccuracyMeters = accuracyMeters;
        IsMock = isMock;
    }

    /// <inheritdoc/>
    public Guid TenantId { get; private set; }

    public Guid PunchId { get; private set; }

    public Guid EmployeeId { get; private set; }

    /// <summary>When the tap arrived: the retention counts from then.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Degrees, WGS 84.</summary>
    public double Latitude { get; private set; }

    /// <inheritdoc cref="Latitude"/>
    public double Longitude { get; private set; }

    /// <summary>Radius of the fix in metres.</summary>
    public double AccuracyMeters { get; private set; }

    /// <summary>True when the device said that the position is simulated.</summary>
    public bool IsMock { get; private set; }
}
