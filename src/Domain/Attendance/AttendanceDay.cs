using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance;

/// <summary>How a day stands: at work, on a break, ended, or never ended.</summary>
public enum AttendanceStatus
{
    Working,
    OnBreak,
    Completed,

    /// <summary>The last session stayed open past its limit; its end is not known.</summary>
    MissingCheckOut,
}

/// <summary>One employee's work on one local date: its punches, and what they amount to.</summary>
[Audited("attendanceDay")]
public sealed class AttendanceDay : AggregateRoot
{
    /// <summary>How far ahead of the server's clock a device's may run.</summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromMinutes(2);

    /// <summary>The flag of a day whose last check-out was forgotten.</summary>
    public const string MissingCheckOutFlag = "missingCheckOut";

    private readonly List<Punch> _punches = [];

    // EF Core materialises through this one.
    private AttendanceDay(Guid tenantId, Guid id, Guid employeeId, DateOnly date)
        : base(tenantId, id)
    {
        EmployeeId = employeeId;
        Date = date;
    }

    public Guid EmployeeId { get; private set; }

    /// <summary>The local date of the day's first check-in, in the zone of that punch.</summary>
    public DateOnly Date { get; private set; }

    public AttendanceStatus Status { get; private set; }

    public DateTimeOffset FirstCheckInAt { get; private set; }

    public DateTimeOffset? LastCheckOutAt { get; private set; }

    /// <summary>When the open session began; null while none is open.</summary>
    public DateTimeOffset? SessionStartedAt { get; private set; }

    public int WorkedSeconds { get; private set; }

    public int BreakSeconds { get; private set; }

    public int LunchSeconds { get; private set; }

    /// <summary>Zero until shifts and an overtime policy exist to judge it by.</summary>
    public int OvertimeSeconds { get; private set; }

    /// <inheritdoc cref="OvertimeSeconds"/>
    public int LateSeconds { get; private set; }

    /// <inheritdoc cref="OvertimeSeconds"/>
    public int EarlyLeaveSeconds { get; private set; }

    /// <inheritdoc cref="OvertimeSeconds"/>
    public int ScheduledSeconds { get; private set; }

    /// <summary>What is unusual about the day.</summary>
    public List<string> Flags { get; private set; } = [];

    /// <summary>True once HR has overridden the day's punches.</summary>
    public bool IsOverridden { get; private set; }

    public List<WorkMode> WorkModes { get; private set; } = [];

    public IReadOnlyList<Punch> Punches => _punches;

    /// <summary>Opens an employee's day with its first check-in.</summary>
    public static AttendanceDay Open(Guid tenantId, Guid id, Guid employeeId, PunchFacts facts)
    {
        var day = new AttendanceDay(tenantId, id, employeeId, TimeZones.LocalDate(facts.OccurredAt, facts.TimeZone));
        day.Append(PunchKind.CheckIn, facts);
        day.FirstCheckInAt = day._punches[0].OccurredAt;
        return day;
    }

    /// <summary>Judges the time that a client claims for a tap against the server's.</summary>
    public static Error? JudgeTime(DateTimeOffset occurredAt, DateTimeOffset now, int offlineToleranceSeconds) =>
        occurredAt > now + FutureTolerance ? new EventInFuture()
        : occurredAt < now.AddSeconds(-offlineToleranceSeconds) ? new EventTooOld()
        : null;

    /// <summary>True when a session is open and has not outlived the limit at that moment.</summary>
    public bool HasLiveSession(DateTimeOffset at, int limitSeconds) =>
        SessionStartedAt is { } start && at <= start.AddSeconds(limitSeconds);

    /// <summary>Starts another session on a day whose last one has ended.</summary>
    public Error? CheckIn(PunchFacts facts) =>
        SessionStartedAt is not null ? new AlreadyCheckedIn() : TryAppend(PunchKind.CheckIn, facts);

    /// <summary>Ends the open session, and with it a break that is still running.</summary>
    public Error? CheckOut(PunchFacts facts, int limitSeconds) =>
        !HasLiveSession(facts.OccurredAt, limitSeconds) ? new NotCheckedIn() : TryAppend(PunchKind.CheckOut, facts);

    public Error? StartBreak(PunchFacts facts, int limitSeconds) =>
        !HasLiveSession(facts.OccurredAt, limitSeconds) ? new NotCheckedIn()
        : Status == AttendanceStatus.OnBreak ? new BreakAlreadyOpen()
        : TryAppend(PunchKind.BreakStart, facts);

    public Error? EndBreak(PunchFacts facts, int limitSeconds) =>
        !HasLiveSession(facts.OccurredAt, limitSeconds) ? new NotCheckedIn()
        : Status != AttendanceStatus.OnBreak ? new NoOpenBreak()
        : TryAppend(PunchKind.BreakEnd, facts);

    /// <summary>Flags the open session as one whose check-out was forgotten, once its limit has passed.</summary>
    /// <returns>False when the session is not open, or still within its limit.</returns>
    public bool FlagMissedCheckOut(DateTimeOffset now, int limitSeconds)
    {
        if (SessionStartedAt is not { } start || HasLiveSession(now, limitSeconds))
        {
            return false;
        }

        SessionStartedAt = null;
        Status = AttendanceStatus.MissingCheckOut;
        if (!Flags.Contains(MissingCheckOutFlag))
        {
            Flags = [.. Flags, MissingCheckOutFlag];
        }

        Raise(new CheckOutMissed(EmployeeId, Id, Date, start, limitSeconds, now));
        return true;
    }

    private Error? TryAppend(PunchKind kind, PunchFacts facts)
    {
        if (WholeSeconds.Of(facts.OccurredAt) < _punches[^1].OccurredAt)
        {
            return new EventOutOfOrder();
        }

        Append(kind, facts);
        return null;
    }

    private void Append(PunchKind kind, PunchFacts facts)
    {
        var punch = new Punch(this, _punches.Count + 1, kind, facts);
        _punches.Add(punch);
        if (punch.WorkMode is { } mode && !WorkModes.Contains(mode))
        {
            WorkModes = [.. WorkModes, mode];
        }

        if (kind == PunchKind.CheckOut)
        {
            LastCheckOutAt = punch.OccurredAt;
        }

        Recompute();
        Raise(new AttendanceChanged(EmployeeId, Id));
    }

    private void Recompute()
    {
        var totals = DayTotals.Of(_punches);
        WorkedSeconds = totals.WorkedSeconds;
        BreakSeconds = totals.BreakSeconds;
        LunchSeconds = totals.LunchSeconds;
        SessionStartedAt = totals.SessionStartedAt;
        Status = totals switch
        {
            { SessionStartedAt: null } => AttendanceStatus.Completed,
            { OpenBreak: not null } => AttendanceStatus.OnBreak,
            _ => AttendanceStatus.Working,
        };
    }
}
