using System.Diagnostics.CodeAnalysis;
using Satcom.Domain.Attendance;

namespace Satcom.Domain.Anomalies;

/// <summary>What attendance says of one work date. Durations are whole seconds.</summary>
public readonly record struct AttendedDay
{
    public required DateOnly Date { get; init; }

    /// <summary>What was to be worked, less holidays and leave.</summary>
    public int ScheduledSeconds { get; init; }

    /// <summary>Beyond the shift's grace.</summary>
    public int LateSeconds { get; init; }

    public int OvertimeSeconds { get; init; }

    /// <summary>Short paid breaks that have ended.</summary>
    public int BreakSeconds { get; init; }

    /// <summary>Unpaid lunches that have ended.</summary>
    public int LunchSeconds { get; init; }

    /// <summary>The longest of both that has ended.</summary>
    public int LongestBreakSeconds { get; init; }

    /// <summary>The breaks and lunch that the shift plans; zero where it plans none.</summary>
    public int PlannedBreakSeconds { get; init; }

    /// <summary>The shift that was planned.</summary>
    public Guid? ShiftId { get; init; }

    /// <summary>Since when a session has had no check-out; null where none lacks it, or it is not known.</summary>
    public DateTimeOffset? UnclosedSince { get; init; }

    /// <summary>How long that session could stay open.</summary>
    public int LimitSeconds { get; init; }

    /// <summary>Whether the day is flagged for a check-out that was forgotten.</summary>
    public bool IsForgotten { get; init; }

    /// <summary>Whether it was closed by rule, and nobody confirmed that.</summary>
    public bool IsClosedByRule { get; init; }

    /// <summary>What rules look at of a day as it is now.</summary>
    public static AttendedDay Of(AttendanceDay day) => new()
    {
        Date = day.Date,
        ScheduledSeconds = day.ScheduledSeconds,
        LateSeconds = day.LateSeconds,
        OvertimeSeconds = day.OvertimeSeconds,
        BreakSeconds = day.BreakSeconds,
        LunchSeconds = day.LunchSeconds,
        LongestBreakSeconds = day.LongestBreakSeconds,
        PlannedBreakSeconds = day.PlannedBreakSeconds,
        ShiftId = day.ShiftId,
        UnclosedSince = day.LackingSince,
        LimitSeconds = day.LackingLimitSeconds,
        IsForgotten = day.Flags.Contains(DayFlags.MissingCheckOut),
        IsClosedByRule = day.Flags.Contains(DayFlags.AutoClosed),
    };

    /// <summary>Whether its totals are what was worked: no session runs or lacks its end.</summary>
    public bool IsKnown => !IsForgotten && !IsClosedByRule && UnclosedSince is null;
}

/// <summary>One local date of a person: what is known of it. A date of which nothing is known has a day too. Only its builder writes it, in place; rules see it read-only.</summary>
public record struct TimelineDay
{
    private AttendedDay _attended;

    public required DateOnly Date { get; init; }

    /// <summary>The team that the person was in.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>Whether somebody worked, or checked in at least.</summary>
    public bool IsAttended { get; private set; }

    /// <summary>The attendance; empty where there is none. Looked at where it is: of a hundred bytes most rules want four.</summary>
    [UnscopedRef]
    public readonly ref readonly AttendedDay Attended => ref _attended;

    /// <summary>What was worked on this very date, as timesheets count it: of a night that is split at midnight its part.</summary>
    public int WorkedSeconds { get; internal set; }

    /// <summary>What was entered on the timesheet.</summary>
    public int EnteredMinutes { get; internal set; }

    /// <summary>Office check-ins outside every fence.</summary>
    public int OutsideFences { get; internal set; }

    /// <summary>Office check-ins without a place.</summary>
    public int WithoutPlace { get; internal set; }

    /// <summary>Whether it fills a window of working days: the person was to work, and did.</summary>
    public readonly bool IsWorkingDay => IsAttended && Attended.ScheduledSeconds > 0;

    internal void Attend(in AttendedDay attended)
    {
        IsAttended = true;
        _attended = attended;
    }
}

/// <summary>One of the company's weeks.</summary>
/// <param name="DueOn">The last date on which its timesheet is in time.</param>
public readonly record struct TimelineWeek(DateOnly First, DateOnly Last, DateOnly DueOn);
