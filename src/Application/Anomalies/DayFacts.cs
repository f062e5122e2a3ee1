using System.Linq.Expressions;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;

namespace Satcom.Application.Anomalies;

/// <summary>What the rules look at of a day, and no more: it is less than half.</summary>
internal sealed class DayFacts
{
    public static readonly Expression<Func<AttendanceDay, DayFacts>> Of = d => new DayFacts
    {
        EmployeeId = d.EmployeeId,
        WorkedSeconds = d.WorkedSeconds,
        Parts = d.Parts,
        Attended = new AttendedDay
        {
            Date = d.Date,
            ScheduledSeconds = d.ScheduledSeconds,
            LateSeconds = d.LateSeconds,
            OvertimeSeconds = d.OvertimeSeconds,
            BreakSeconds = d.BreakSeconds,
            LunchSeconds = d.LunchSeconds,
            LongestBreakSeconds = d.LongestBreakSeconds,
            PlannedBreakSeconds = d.PlannedBreakSeconds,
            ShiftId = d.ShiftId,
            UnclosedSince = d.LackingSince,
            LimitSeconds = d.LackingLimitSeconds,
            IsForgotten = d.Flags.Contains(DayFlags.MissingCheckOut),
            IsClosedByRule = d.Flags.Contains(DayFlags.AutoClosed),
        },
    };

    public required Guid EmployeeId { get; init; }

    public required AttendedDay Attended { get; init; }

    /// <summary>Of the whole day.</summary>
    public required int WorkedSeconds { get; init; }

    /// <summary>By local date, where the day is split at midnight.</summary>
    public required List<DayPart>? Parts { get; init; }
}
