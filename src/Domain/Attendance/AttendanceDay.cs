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

    /// <summary>
    /// When the person worked, as far as the punches tell; null while only an online check-in does. The database lets no two days
    /// of a person overlap in it.
    /// </summary>
    public List<WorkSpan>? Sessions { get; private set; }

    public IReadOnlyList<Punch> Punches => _punches;

    /// <summary>Opens an employee's day with its first check-in.</summary>
    public static AttendanceDay Open(Guid tenantId, Guid id, Guid employeeId, PunchFacts facts)
    {
        var day = new AttendanceDay(tenantId, id, employeeId, TimeZones.LocalDate(facts.OccurredAt, facts.TimeZone));
        day.Append(new Punch(day, 1, PunchKind.CheckIn, facts));
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
        SessionStartedAt is not null ? new AlreadyCheckedIn()
        : WholeSeconds.Of(facts.OccurredAt) < InTime()[^1].OccurredAt ? new EventOutOfOrder()
        : TryAppend(PunchKind.CheckIn, facts);

    /// <summary>Ends the session that the tap belongs to, and with it a break that is still running.</summary>
    public Error? CheckOut(PunchFacts facts, int limitSeconds) => TapSession(PunchKind.CheckOut, facts, limitSeconds, _ => null);

    public Error? StartBreak(PunchFacts facts, int limitSeconds) =>
        TapSession(PunchKind.BreakStart, facts, limitSeconds, running => running is null ? null : new BreakAlreadyOpen());

    public Error? EndBreak(PunchFacts facts, int limitSeconds) =>
        TapSession(PunchKind.BreakEnd, facts, limitSeconds, running => running is null ? new NoOpenBreak() : null);

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

    /// <summary>
    /// Adds a tap to the session that it belongs to: the one that began last before it. Where that one's check-out was forgotten, a
    /// tap that comes late still counts, within the limit.
    /// </summary>
    private Error? TapSession(PunchKind kind, PunchFacts facts, int limitSeconds, Func<BreakType?, Error?> judgeBreak)
    {
        var at = WholeSeconds.Of(facts.OccurredAt);
        var punches = InTime();
        var start = punches.FindLastIndex(p => p.Kind == PunchKind.CheckIn && p.OccurredAt <= at);
        if (start < 0)
        {
            return SessionStartedAt is null ? new NotCheckedIn() : new EventOutOfOrder();
        }

        var next = punches.FindIndex(start + 1, p => p.Kind == PunchKind.CheckIn);
        var session = punches[start..(next < 0 ? punches.Count : next)];
        if (session[^1].Kind == PunchKind.CheckOut)
        {
            return next < 0 || SessionStartedAt is null ? new NotCheckedIn() : new EventOutOfOrder();
        }

        if (facts.OccurredAt > session[0].OccurredAt.AddSeconds(limitSeconds))
        {
            return new NotCheckedIn();
        }

        return judgeBreak(DayTotals.Of(session).OpenBreak) ?? (at < session[^1].OccurredAt ? new EventOutOfOrder() : TryAppend(kind, facts));
    }

    private Error? TryAppend(PunchKind kind, PunchFacts facts)
    {
        var punch = new Punch(this, _punches.Count + 1, kind, facts);
        if (WorkSpan.Of(InTime(punch)) is { } spans && spans.Exists(mine => facts.Elsewhere.Any(mine.Overlaps)))
        {
            return new SessionOverlaps();
        }

        Append(punch);
        return null;
    }

    private void Append(Punch punch)
    {
        _punches.Add(punch);
        if (punch.WorkMode is { } mode && !WorkModes.Contains(mode))
        {
            WorkModes = [.. WorkModes, mode];
        }

        if (punch.Kind == PunchKind.CheckOut && (LastCheckOutAt is null || LastCheckOutAt < punch.OccurredAt))
        {
            LastCheckOutAt = punch.OccurredAt;
        }

        var isForgotten = Recompute(isMissed: Status == AttendanceStatus.MissingCheckOut && punch.Kind != PunchKind.CheckIn);
        Raise(new AttendanceChanged(EmployeeId, Id));
        if (!isForgotten && Flags.Contains(MissingCheckOutFlag))
        {
            Flags = Flags.FindAll(flag => !string.Equals(flag, MissingCheckOutFlag, StringComparison.Ordinal));
            Raise(new MissedCheckOutArrived(EmployeeId, Id, Date, punch.OccurredAt));
        }
    }

    /// <summary>Makes the computed fields anew from the punches.</summary>
    /// <param name="isMissed">Whether the last session was given up, and got no check-out since.</param>
    /// <returns>True when a session has no end that is known.</returns>
    private bool Recompute(bool isMissed)
    {
        var punches = InTime();
        var totals = DayTotals.Of(punches);
        WorkedSeconds = totals.WorkedSeconds;
        BreakSeconds = totals.BreakSeconds;
        LunchSeconds = totals.LunchSeconds;
        Sessions = WorkSpan.Of(punches);
        isMissed &= totals.SessionStartedAt is not null;
        SessionStartedAt = isMissed ? null : totals.SessionStartedAt;
        Status = totals switch
        {
            _ when isMissed => AttendanceStatus.MissingCheckOut,
            { SessionStartedAt: null } => AttendanceStatus.Completed,
            { OpenBreak: not null } => AttendanceStatus.OnBreak,
            _ => AttendanceStatus.Working,
        };
        return isMissed || totals.HasForgotten;
    }

    /// <summary>The punches in the order of their happening, which is not that of their arrival where one came late.</summary>
    private List<Punch> InTime(Punch? another = null) => [.. (another is null ? _punches : _punches.Append(another)).OrderBy(p => p.OccurredAt).ThenBy(p => p.Sequence)];
}
