namespace Satcom.Domain.Attendance;

/// <summary>The part of a day that belongs to one local date. The parts of a day sum to it, second by second.</summary>
/// <param name="WorkedSeconds">Less what a missing break deducted.</param>
/// <param name="Eligible">Of the worked time, what may become overtime.</param>
public readonly record struct DayPart(DateOnly Date, int WorkedSeconds, int BreakSeconds, int LunchSeconds, EligibleTime Eligible);

/// <summary>What a day amounts to. Durations are whole seconds, up to the day's latest event.</summary>
public sealed record DayFigures
{
    public required AttendanceStatus Status { get; init; }

    /// <summary>Null where an amendment says that there was none.</summary>
    public DateTimeOffset? FirstCheckInAt { get; init; }

    public DateTimeOffset? LastCheckOutAt { get; init; }

    /// <summary>When the open session began.</summary>
    public DateTimeOffset? SessionStartedAt { get; init; }

    /// <summary>When the last session began, if it has no check-out: also where it was given up.</summary>
    public DateTimeOffset? UnclosedSince { get; init; }

    /// <summary>When the first session began that lacks a check-out of its person: also one that another followed, and one that was closed by rule.</summary>
    public DateTimeOffset? LackingSince { get; init; }

    /// <summary>When the latest event happened.</summary>
    public DateTimeOffset? LatestAt { get; init; }

    /// <summary>Time inside sessions less unpaid lunch and deducted break.</summary>
    public int WorkedSeconds { get; init; }

    /// <summary>Paid short breaks that have ended; part of the worked time.</summary>
    public int BreakSeconds { get; init; }

    /// <summary>Unpaid lunches that have ended.</summary>
    public int LunchSeconds { get; init; }

    /// <summary>The longest break or lunch that has ended.</summary>
    public int LongestBreakSeconds { get; init; }

    /// <summary>The breaks and lunch that the shift plans.</summary>
    public int PlannedBreakSeconds { get; init; }

    /// <summary>The shift that was planned.</summary>
    public Guid? ShiftId { get; init; }

    /// <summary>What of a prescribed break nobody took. Worked, lunch and this are together the time inside sessions.</summary>
    public int DeductedSeconds { get; init; }

    public int ScheduledSeconds { get; init; }

    /// <summary>What holidays and leave took away from the plan.</summary>
    public int CreditedSeconds { get; init; }

    public int LateSeconds { get; init; }

    public int EarlyLeaveSeconds { get; init; }

    public OvertimeFigures Overtime { get; init; }

    /// <summary>Worked and not paid as overtime: what counts towards the week's threshold.</summary>
    public int OrdinarySeconds { get; init; }

    /// <summary>The day by local date: one part, unless it is split at midnight.</summary>
    public required IReadOnlyList<DayPart> Parts { get; init; }

    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>In the order of their check-ins.</summary>
    public required IReadOnlyList<WorkMode> WorkModes { get; init; }

    public List<WorkSpan>? Sessions { get; init; }
}

/// <summary>What may be unusual about a day, in the order in which it is shown.</summary>
public static class DayFlags
{
    /// <summary>A session stayed open past its limit, and got no check-out since.</summary>
    public const string MissingCheckOut = "missingCheckOut";

    /// <summary>A check-out was set by rule; nobody confirmed it yet.</summary>
    public const string AutoClosed = "autoClosed";

    public const string Late = "late";

    public const string EarlyLeave = "earlyLeave";

    /// <summary>Part of a prescribed break was deducted, because nobody took it.</summary>
    public const string BreakDeducted = "breakDeducted";

    public const string RestDayWork = "restDayWork";

    public const string HolidayWork = "holidayWork";

    /// <summary>Work on a day of full leave.</summary>
    public const string LeaveWork = "leaveWork";

    /// <summary>Work before the first or after the last date of an employment.</summary>
    public const string OutsideEmployment = "outsideEmployment";

    /// <summary>A device's clock was off beyond the tolerance.</summary>
    public const string ClockSkewed = "clockSkewed";

    /// <summary>A tap lay outside every office of the person.</summary>
    public const string OutsideFence = "outsideFence";

    /// <summary>A tap said no place where the policy asks for one.</summary>
    public const string PlaceMissing = "placeMissing";

    /// <summary>Every flag.</summary>
    public static IReadOnlyList<string> All { get; } =
        [MissingCheckOut, AutoClosed, Late, EarlyLeave, BreakDeducted, RestDayWork, HolidayWork, LeaveWork, OutsideEmployment, ClockSkewed, OutsideFence, PlaceMissing];
}
