using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance;

/// <summary>What was tapped.</summary>
public enum PunchKind
{
    CheckIn,
    CheckOut,
    BreakStart,
    BreakEnd,
}

/// <summary>What sort of break: break is short and paid, lunch is not paid and reduces the worked time.</summary>
public enum BreakType
{
    /// <summary>A short paid break: it does not reduce worked time.</summary>
    Break,

    /// <summary>Unpaid: it reduces worked time.</summary>
    Lunch,
}

/// <summary>Where somebody works.</summary>
public enum WorkMode
{
    Office,
    Remote,
    Field,
    ClientSite,
    Travel,
}

/// <summary>One tap, as it happened. Immutable in code and in the database.</summary>
public sealed class Punch : ITenantOwned
{
    public const int NoteMaxLength = 500;

    internal Punch(AttendanceDay day, int sequence, PunchKind kind, PunchFacts facts)
        : this(day.TenantId, facts.Id, day.Id, day.EmployeeId, sequence, kind, WholeSeconds.Of(facts.OccurredAt), WholeSeconds.Of(facts.ReceivedAt), facts.TimeZone)
    {
        OffsetMinutes = TimeZones.OffsetMinutes(OccurredAt, TimeZone);
        BreakType = facts.BreakType;
        WorkMode = facts.WorkMode;
        Note = facts.Note;
        ClientEventId = facts.ClientEventId;
        IsOffline = facts.IsOffline;
        (DeviceAt, SkewSeconds, IsSkewed) = (facts.DeviceAt, facts.SkewSeconds, facts.IsSkewed);
        (Fence, FenceAction, OfficeId, DistanceMeters) = (facts.Fence?.Result, facts.Fence?.Action, facts.Fence?.OfficeId, facts.Fence?.DistanceMeters);
    }

    // EF Core materialises through this one.
    private Punch(Guid tenantId, Guid id, Guid dayId, Guid employeeId, int sequence, PunchKind kind, DateTimeOffset occurredAt, DateTimeOffset receivedAt, string timeZone)
    {
        TenantId = tenantId;
        Id = id;
        DayId = dayId;
        EmployeeId = employeeId;
        Sequence = sequence;
        Kind = kind;
        OccurredAt = occurredAt;
        ReceivedAt = receivedAt;
        TimeZone = timeZone;
    }

    /// <inheritdoc/>
    public Guid TenantId { get; private set; }

    public Guid Id { get; private set; }

    public Guid DayId { get; private set; }

    public Guid EmployeeId { get; private set; }

    /// <summary>Position in the day, from 1.</summary>
    public int Sequence { get; private set; }

    public PunchKind Kind { get; private set; }

    /// <summary>When it happened: the server's time, or the device's for an offline punch. Whole seconds, UTC.</summary>
    public DateTimeOffset OccurredAt { get; private set; }

    /// <summary>When the server received it. Whole seconds, UTC.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>The IANA zone that it was made in.</summary>
    public string TimeZone { get; private set; }

    /// <summary>The zone's offset at that instant, in minutes.</summary>
    public int OffsetMinutes { get; private set; }

    public BreakType? BreakType { get; private set; }

    public WorkMode? WorkMode { get; private set; }

    public string? Note { get; private set; }

    /// <summary>The client's id of the tap: sent again, it creates nothing.</summary>
    public Guid? ClientEventId { get; private set; }

    /// <summary>True when the device's time was taken, because the tap was made without a network.</summary>
    public bool IsOffline { get; private set; }

    /// <summary>What the device said of an offline tap. Whole seconds, UTC.</summary>
    public DateTimeOffset? DeviceAt { get; private set; }

    /// <summary>How far the device's clock was ahead of the server's, in seconds; negative is behind. Null where it is not known.</summary>
    public int? SkewSeconds { get; private set; }

    /// <summary>True when that was beyond the policy's tolerance.</summary>
    public bool IsSkewed { get; private set; }

    /// <summary>What the geofence said; null where it was not asked, because the company has not opted in or the mode asks for no place.</summary>
    public FenceResult? Fence { get; private set; }

    /// <summary>What the policy does about a tap outside.</summary>
    public FenceAction? FenceAction { get; private set; }

    /// <summary>The office whose fence was nearest.</summary>
    public Guid? OfficeId { get; private set; }

    /// <summary>From that office's middle, in whole metres.</summary>
    public int? DistanceMeters { get; private set; }
}

/// <summary>What a caller knows of a tap.</summary>
/// <param name="Id">UUIDv7 of the punch.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="ReceivedAt">When the server got it.</param>
/// <param name="TimeZone">The employee's IANA zone at that moment.</param>
public sealed record PunchFacts(Guid Id, DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt, string TimeZone)
{
    public BreakType? BreakType { get; init; }

    public WorkMode? WorkMode { get; init; }

    public string? Note { get; init; }

    public Guid? ClientEventId { get; init; }

    public bool IsOffline { get; init; }

    /// <summary>What the device said of an offline tap.</summary>
    public DateTimeOffset? DeviceAt { get; init; }

    /// <summary>How far the device's clock is ahead of the server's, in seconds.</summary>
    public int? SkewSeconds { get; init; }

    public bool IsSkewed { get; init; }

    /// <summary>What the geofence says of it; null where it is not asked.</summary>
    public FenceVerdict? Fence { get; init; }

    /// <summary>The person's sessions of other days, as far as they were read: the tap must not reach into one.</summary>
    public IReadOnlyList<WorkSpan> Elsewhere { get; init; } = [];

    /// <summary>The date that a check-in belongs to where a shift says so; else it is the local one.</summary>
    public DateOnly? WorkDate { get; init; }

    /// <summary>What the day is judged by.</summary>
    public DayRules Rules { get; init; } = DayRules.None;

    /// <summary>Judges a check-in that opens a day.</summary>
    public Error? JudgeOpening()
    {
        var at = WholeSeconds.Of(OccurredAt);
        return Elsewhere.Any(new WorkSpan(at, at, IsOpenEnded: true).Overlaps) ? new SessionOverlaps() : null;
    }
}
