using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;

namespace Satcom.Application.Attendance;

/// <summary>What was worked on which local date: a day that is split at midnight counts on each of its dates, any other on its own.</summary>
internal static class DatedWork
{
    /// <summary>Worked seconds by date, of the dates that have a day or a part of one; one statement.</summary>
    public static async Task<Dictionary<DateOnly, int>> WorkedByDateAsync(this ISatcomDb db, Guid employeeId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var earliest = Earliest(from);
        var days = await db.AttendanceDays.AsNoTracking()
            .Where(d => d.EmployeeId == employeeId && d.Date >= earliest && d.Date <= to && (d.Date >= from || d.Parts != null))
            .Select(d => new { d.Date, d.WorkedSeconds, d.Parts })
            .ToListAsync(cancellationToken);
        var worked = new Dictionary<DateOnly, int>();
        foreach (var (date, seconds) in days.SelectMany(d => d.Parts is { } parts ? parts.Select(p => (p.Date, p.WorkedSeconds)) : [(d.Date, d.WorkedSeconds)]))
        {
            if (date >= from && date <= to)
            {
                worked[date] = worked.GetValueOrDefault(date) + seconds;
            }
        }

        return worked;
    }

    /// <summary>The first date whose day may reach into a period.</summary>
    public static DateOnly Earliest(DateOnly from) => DateOnly.FromDayNumber(Math.Max(DateOnly.MinValue.DayNumber, from.DayNumber - OpenDays.DaysAround - 1));

    /// <summary>A day by local date; all of it on its own where it is not split.</summary>
    public static IReadOnlyList<DayPart> PartsOf(AttendanceDay day) => day.Parts is { } parts ? parts : [new DayPart(day.Date, day.WorkedSeconds, day.BreakSeconds, day.LunchSeconds, default)];
}
