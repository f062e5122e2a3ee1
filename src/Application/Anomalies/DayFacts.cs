using System.Linq.Expressions;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;

namespace Satcom.Application.Anomalies;

/// <summary>What the rules look at of a day, and no more: it is less than half.</summary>
internal static class DayFacts
{
    public static readonly Expression<Func<AttendanceDay, AttendedDay>> Of = d => new AttendedDay
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
    };
}
