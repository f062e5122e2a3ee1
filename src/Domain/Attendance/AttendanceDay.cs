using Satcom.Domain.Anomalies;
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
public sealed partial class AttendanceDay : AggregateRoot
{
    /// <summary>How far ahead of the server's clock a device's may run.</summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromMinutes(2);

    /// <summary>The flag of a day whose last check-out was forgotten.</summary>
    public const string MissingCheckOutFlag = DayFlags.MissingCheckOut;

    private readonly List<Punch> _punches = [];
    private readonly List<DayAmendment> _amendments = [];

    private AttendedDay? _before;

    // EF Core materialises through this one.
    private AttendanceDay(Guid tenantId, Guid id, Guid employeeId, DateOnly date)
        : base(tenantId, id)
    {
        EmployeeId = employeeId;
        Date = date;
    }

    public Guid EmployeeId { get; private set; }

    /// <summary>The date of the shift that the first check-in belongs to; without one, its local date in the zone of that punch.</summary>
    public DateOnly Date { get; private set; }

    public AttendanceStatus Status { get; private set; }

    public DateTimeOffset FirstCheckInAt { get; private set; }

    public DateTimeOffset? LastCheckOutAt { get; private set; }

    /// <summary>When the open session began; null while none is open.</summary>
    public DateTimeOffset? SessionStartedAt { get; private set; }

    public int WorkedSeconds { get; private set; }

    public int BreakSeconds { get; private set; }

    public int LunchSeconds { get; private set; }

    /// <summary>The longest break or lunch that has ended.</summary>
    public int LongestBreakSeconds { get; private set; }

    /// <summary>The breaks and lunch that the shift plans; zero without a shift.</summary>
    public int PlannedBreakSeconds { get; private set; }

    /// <summary>The shift that was planned.</summary>
    public Guid? ShiftId { get; private set; }

    /// <summary>When the first session began that lacks a check-out of its person; null where none does.</summary>
    public DateTimeOffset? LackingSince { get; private set; }

    /// <summary>How long that session may last, or might have; zero where none lacks a check-out.</summary>
    public int LackingLimitSeconds { get; private set; }

    /// <summary>Of all kinds together; zero while no policy counts any.</summary>
    public int OvertimeSeconds { get; private set; }

    /// <summary>Overtime of work on a public holiday.</summary>
    public int OvertimeHolidaySeconds { get; private set; }

    /// <summary>Overtime of work on a rest day.</summary>
    public int OvertimeRestDaySeconds { get; private set; }

    /// <summary>Overtime beyond the day's threshold.</summary>
    public int OvertimeDailySeconds { get; private set; }

    /// <summary>Overtime beyond the week's threshold.</summary>
    public int OvertimeWeeklySeconds { get; private set; }

    /// <summary>What is paid of the overtime: all of it, or as far as it was approved where the policy asks for that.</summary>
    public int PayableOvertimeSeconds { get; private set; }

    /// <summary>What somebody approved of the overtime; null while nobody has decided.</summary>
    public int? ApprovedOvertimeSeconds { get; private set; }

    public Guid? OvertimeApprovedBy { get; private set; }

    public DateTimeOffset? OvertimeApprovedAt { get; private set; }

    /// <summary>How much overtime there was when somebody decided; null while nobody has, and of decisions of before it was kept.</summary>
    public int? ApprovedOfSeconds { get; private set; }

    /// <summary>True while nobody has decided overtime of the day that is paid only when somebody does: none of it, or what came since.</summary>
    public bool IsOvertimePending => OvertimeSeconds > PayableOvertimeSeconds && (ApprovedOvertimeSeconds is null || OvertimeSeconds > ApprovedOfSeconds);

    /// <summary>True where an amendment says that nobody worked: its person was not there, whatever was tapped.</summary>
    public bool IsEmptied => Status == AttendanceStatus.Completed && LastCheckOutAt is null;

    /// <summary>Worked and not overtime: what counts towards the week's threshold.</summary>
    public int OrdinarySeconds { get; private set; }

    /// <summary>What of a prescribed break nobody took. Worked, lunch and this are together the time inside sessions.</summary>
    public int DeductedSeconds { get; private set; }

    /// <summary>How late the work began, beyond the shift's grace; zero without a shift.</summary>
    public int LateSeconds { get; private set; }

    /// <summary>How early the work ended, beyond the shift's grace; zero without a shift, and while a session is open.</summary>
    public int EarlyLeaveSeconds { get; private set; }

    /// <summary>What was to be worked, less holidays and leave.</summary>
    public int ScheduledSeconds { get; private set; }

    /// <summary>What holidays and leave took away from the plan; null of days of before it was kept.</summary>
    public int? CreditedSeconds { get; private set; }

    /// <summary>What is unusual about the day.</summary>
    public List<string> Flags { get; private set; } = [];

    /// <summary>True once HR has overridden the day's punches, or approved a correction of them.</summary>
    public bool IsOverridden { get; private set; }

    public List<WorkMode> WorkModes { get; private set; } = [];

    /// <summary>
    /// When the person worked, as far as the punches tell; null while only an online check-in does. The database lets no two days
    /// of a person overlap in it.
    /// </summary>
    public List<WorkSpan>? Sessions { get; private set; }

    /// <summary>The day by local date, where it is split at midnight and reaches over one; else null: it is all of its own date.</summary>
    public List<DayPart>? Parts { get; private set; }

    /// <summary>When somebody must look at the day again, because its session has no check-out: to flag it, or to close it by rule.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>How many amendments there are, so that nobody reads them where there is none.</summary>
    public int AmendmentCount { get; private set; }

    /// <summary>The zone of a day that nobody tapped on; null where a punch tells it.</summary>
    public string? EnteredTimeZone { get; private set; }

    public IReadOnlyList<Punch> Punches => _punches;

    /// <summary>What rules looked at before what was tapped or said of the day since it was read; empty where there was no day.</summary>
    public AttendedDay Before => _before ?? AttendedDay.Of(this);

    /// <summary>What was added beside the punches, in the order of its coming.</summary>
    public IReadOnlyList<DayAmendment> Amendments => _amendments;

    /// <summary>The zone that the day's midnights are those of.</summary>
    public string TimeZone => EnteredTimeZone ?? _punches[0].TimeZone;

    /// <summary>Opens an employee's day with its first check-in.</summary>
    public static AttendanceDay Open(Guid tenantId, Guid id, Guid employeeId, PunchFacts facts)
    {
        var day = new AttendanceDay(tenantId, id, employeeId, facts.WorkDate ?? TimeZones.LocalDate(facts.OccurredAt, facts.TimeZone));
        day.Append(new Punch(day, 1, PunchKind.CheckIn, facts), facts.Rules);
        return day;
    }

    /// <summary>Makes a day that nobody tapped on, out of what an approved correction says of it.</summary>
    /// <param name="zone">The person's IANA zone of that date.</param>
    public static Result<AttendanceDay> Enter(
        Guid tenantId, Guid id, Guid employeeId, DateOnly date, string zone, DayAmendment amendment, AttendanceLock locked, DayRules rules, IReadOnlyList<WorkSpan> elsewhere)
    {
        if (amendment.Events.Count == 0)
        {
            return new NotCheckedIn();
        }

        var day = new AttendanceDay(tenantId, id, employeeId, date) { EnteredTimeZone = zone, FirstCheckInAt = amendment.Events[0].At };
        return day.Override(amendment, locked, rules, elsewhere) is { } refusal ? refusal : day;
    }

    /// <summary>Judges the time that a client claims for a tap against the server's.</summary>
    public static Error? JudgeTime(DateTimeOffset occurredAt, DateTimeOffset now, int offlineToleranceSeconds) =>
        occurredAt > now + FutureTolerance ? new EventInFuture()
        : occurredAt < now.AddSeconds(-offlineToleranceSeconds) ? new EventTooOld()
        : null;

    /// <summary>True when a session is open and has not outlived the limit at that moment.</summary>
    public bool HasLiveSession(DateTimeOffset at, int limitSeconds) =>
        SessionStartedAt is { } start && at <= start.AddSeconds(limitSeconds);

    /// <summary>Flags the open session as one whose check-out was forgotten, once its limit has passed.</summary>
    /// <returns>False when the session is not open, or still within its limit.</returns>
    public bool FlagMissedCheckOut(DateTimeOffset now, int limitSeconds)
    {
        if (SessionStartedAt is not { } start || HasLiveSession(now, limitSeconds))
        {
            return false;
        }

        GiveUp(start, limitSeconds, now);
        return true;
    }

    /// <summary>Gives the open session up, because the person has begun another one since: it waits for a check-out that was made before that.</summary>
    /// <param name="next">When the other one began.</param>
    public void GiveUpSession(DateTimeOffset next, DateTimeOffset now, int limitSeconds)
    {
        if (SessionStartedAt is { } start)
        {
            GiveUp(start, Math.Min(limitSeconds, WholeSeconds.Between(start, next)), now);
        }
    }

    /// <summary>True where somebody has said what the day was since a moment: what was asked for then knew nothing of it.</summary>
    public bool IsAmendedSince(DateTimeOffset moment) => _amendments.Exists(a => a.Kind != AmendmentKind.AutoClose && a.At > moment);

    /// <summary>True when the session that began last before a moment has no check-out of its person's, and may last until then.</summary>
    public bool AwaitsTap(DateTimeOffset at, int limitSeconds) => DayEvents.AwaitTap(DayEvents.Of(_punches, _amendments, withAutomatic: false), at, limitSeconds);

    /// <summary>
    /// Closes the last session by rule, once its limit has passed: its check-out is marked, earns no overtime until somebody confirms it by an
    /// amendment, and gives way to a real one.
    /// </summary>
    /// <param name="amendmentId">UUIDv7 of the amendment.</param>
    /// <param name="elsewhere">The person's sessions of other days: this one ends where the next of them begins.</param>
    /// <returns>False when no session is open or given up, it is still within its limit, the policy closes none, or the person worked elsewhere when it began.</returns>
    public bool CloseForgotten(Guid amendmentId, DateTimeOffset now, DayRules rules, IReadOnlyCollection<WorkSpan>? elsewhere = null)
    {
        var events = Events();
        if (new DayWalk(events).SessionStartedAt is not { } start || now <= rules.Policy.SessionEnds(start, rules.Schedule?.Shift)
            || rules.Policy.ClosesAt(start, events[^1].At, rules.Schedule?.Shift) is not { } end || end > now)
        {
            return false;
        }

        if (elsewhere?.Where(s => s.From > start).Select(s => (DateTimeOffset?)s.From).Min() is { } next && next < end)
        {
            end = next;
        }

        var checkOut = new DayEvent(PunchKind.CheckOut, end) { IsAutomatic = true };
        if (end < events[^1].At || (elsewhere is not null && WorkSpan.Of([.. events, checkOut]) is { } spans && spans.Exists(mine => elsewhere.Any(mine.Overlaps))))
        {
            return false;
        }

        if (Status != AttendanceStatus.MissingCheckOut)
        {
            Raise(new CheckOutMissed(EmployeeId, Id, Date, start, WholeSeconds.Between(start, rules.Policy.SessionEnds(start, rules.Schedule?.Shift)), now));
        }

        Amend(new DayAmendment { Id = amendmentId, Kind = AmendmentKind.AutoClose, At = now, Reason = rules.Policy.AutoClose.ToString(), Events = [checkOut] }, rules);
        return true;
    }

    /// <summary>Leaves the forgotten session to people, where it cannot be closed by rule: nobody looks at it again until the day is computed anew.</summary>
    public void LeaveUnclosed()
    {
        if (SessionStartedAt is null)
        {
            DueAt = null;
        }
    }

    /// <summary>Says what the day was, in the place of its punches, which stay. With the same events it confirms what was closed by rule.</summary>
    public Error? Override(DayAmendment amendment, AttendanceLock locked, DayRules rules, IReadOnlyList<WorkSpan> elsewhere)
    {
        if (string.IsNullOrWhiteSpace(amendment.Reason))
        {
            return new ReasonRequired();
        }

        if (locked.Holds(Date))
        {
            return new DayLocked();
        }

        if (DayEvents.Judge(amendment.Events, amendment.At) is { } refusal)
        {
            return refusal;
        }

        // Punches that came since it was asked for stay, so all of it together must be a day that could have been tapped.
        var whole = amendment.AfterSequence < _punches.Count ? DayEvents.Of(_punches, [.. _amendments, amendment]) : amendment.Events;
        if (DayEvents.Judge(whole, amendment.At + FutureTolerance) is { } clash)
        {
            return clash;
        }

        if (WorkSpan.Of(whole) is { } spans && spans.Exists(mine => elsewhere.Any(mine.Overlaps)))
        {
            return new SessionOverlaps();
        }

        IsOverridden = true;
        Amend(amendment, rules);
        return null;
    }

    /// <summary>Says how much of the day's overtime is paid, where the policy asks for that. A later decision takes the place of an earlier one.</summary>
    public Error? ApproveOvertime(int seconds, Guid by, DateTimeOffset at, AttendanceLock locked, DayRules rules)
    {
        if (by == EmployeeId)
        {
            return new OvertimeOwnDay();
        }

        if (locked.Holds(Date))
        {
            return new DayLocked();
        }

        if (seconds > OvertimeSeconds)
        {
            return new OvertimeExceedsDay();
        }

        (ApprovedOvertimeSeconds, ApprovedOfSeconds, OvertimeApprovedBy, OvertimeApprovedAt) = (seconds, OvertimeSeconds, by, WholeSeconds.Of(at));
        PayableOvertimeSeconds = rules.Policy.Overtime.Payable(Overtime, seconds);
        Raise(new AttendanceChanged(EmployeeId, Id));
        return null;
    }

    /// <summary>Has its person judged anew from its date on, by the rules that mind what became of it.</summary>
    public void CallForJudgement(IReadOnlyList<AnomalyKind> kinds) => Raise(new JudgementDue(EmployeeId) { From = Date, Kinds = kinds });

    /// <summary>Computes the day anew from its punches and amendments: with the rules of its date it comes out as it was.</summary>
    public DayFigures Rebuild(DayRules rules) => Apply(rules, Status == AttendanceStatus.MissingCheckOut);

    private void GiveUp(DateTimeOffset start, int limitSeconds, DateTimeOffset now)
    {
        SessionStartedAt = null;
        DueAt = null;
        Status = AttendanceStatus.MissingCheckOut;
        if (!Flags.Contains(MissingCheckOutFlag))
        {
            Flags = [MissingCheckOutFlag, .. Flags];
        }

        Raise(new CheckOutMissed(EmployeeId, Id, Date, start, limitSeconds, now));
    }

    private void Amend(DayAmendment amendment, DayRules rules)
    {
        _amendments.Add(amendment with { TenantId = TenantId, DayId = Id, Sequence = ++AmendmentCount, AfterSequence = amendment.AfterSequence ?? _punches.Count });
        Settle(rules, isGivenUp: false, amendment.At);
    }

    private void Append(Punch punch, DayRules rules)
    {
        // A check-in begins a session anew, unless it came late and another one followed it.
        var isGivenUp = Status == AttendanceStatus.MissingCheckOut
            && (punch.Kind != PunchKind.CheckIn || DayEvents.Of(_punches, _amendments, withAutomatic: false).Exists(e => e.Kind == PunchKind.CheckIn && e.At > punch.OccurredAt));
        _punches.Add(punch);
        Settle(rules, isGivenUp, punch.OccurredAt);
    }

    /// <summary>Computes the day, and tells what became of it.</summary>
    /// <param name="isGivenUp">Whether the last session was given up, and got no check-out since.</param>
    private void Settle(DayRules rules, bool isGivenUp, DateTimeOffset at)
    {
        var wasForgotten = Flags.Contains(MissingCheckOutFlag) || Flags.Contains(DayFlags.AutoClosed);
        _before ??= AttendedDay.Of(this);
        Apply(rules, isGivenUp);
        Raise(new AttendanceChanged(EmployeeId, Id));
        if (wasForgotten && !Flags.Contains(MissingCheckOutFlag) && !Flags.Contains(DayFlags.AutoClosed))
        {
            Raise(new MissedCheckOutArrived(EmployeeId, Id, Date, at));
        }
    }

    private DayFigures Apply(DayRules rules, bool isGivenUp)
    {
        var figures = DayComputation.Compute(new DayInput(Date, TimeZone, Events(), rules, isGivenUp));
        (Status, Flags, WorkModes, Sessions) = (figures.Status, [.. figures.Flags], [.. figures.WorkModes], figures.Sessions);
        (FirstCheckInAt, LastCheckOutAt, SessionStartedAt) = (figures.FirstCheckInAt ?? (_punches.Count > 0 ? _punches[0].OccurredAt : FirstCheckInAt), figures.LastCheckOutAt, figures.SessionStartedAt);
        (WorkedSeconds, BreakSeconds, LunchSeconds) = (figures.WorkedSeconds, figures.BreakSeconds, figures.LunchSeconds);
        (ScheduledSeconds, CreditedSeconds, LateSeconds, EarlyLeaveSeconds) = (figures.ScheduledSeconds, figures.CreditedSeconds, figures.LateSeconds, figures.EarlyLeaveSeconds);
        (LongestBreakSeconds, PlannedBreakSeconds, ShiftId, LackingSince) = (figures.LongestBreakSeconds, figures.PlannedBreakSeconds, figures.ShiftId, figures.LackingSince);
        LackingLimitSeconds = LackingSince is { } since ? WholeSeconds.Between(since, rules.Policy.SessionEnds(since, rules.Schedule?.Shift)) : 0;
        OvertimeSeconds = figures.Overtime.Total;
        (OvertimeHolidaySeconds, OvertimeRestDaySeconds, OvertimeDailySeconds, OvertimeWeeklySeconds) = figures.Overtime;
        PayableOvertimeSeconds = rules.Policy.Overtime.Payable(figures.Overtime, ApprovedOvertimeSeconds ?? 0);
        (OrdinarySeconds, DeductedSeconds) = (figures.OrdinarySeconds, figures.DeductedSeconds);
        Parts = figures.Parts.Count > 1 ? [.. figures.Parts] : null;
        DueAt = rules.Policy.DueAt(figures, rules.Schedule?.Shift);
        return figures;
    }

    private OvertimeFigures Overtime => new(OvertimeHolidaySeconds, OvertimeRestDaySeconds, OvertimeDailySeconds, OvertimeWeeklySeconds);

    private List<DayEvent> Events() => DayEvents.Of(_punches, _amendments);
}
