namespace Satcom.Domain.Timesheets;

/// <summary>One date of a timesheet beside the attendance.</summary>
/// <param name="GapSeconds">Attended and not entered; negative where more was entered.</param>
public sealed record TimesheetDay(DateOnly Date, int Minutes, int AttendedSeconds, int GapSeconds);

/// <summary>The sums of some entries: of dates, of projects, of all. Rows always add up to the total.</summary>
public sealed record TimesheetTotals(IReadOnlyList<TimesheetDay> Days, IReadOnlyDictionary<Guid, int> MinutesByProject, int Minutes)
{
    /// <summary>True where more was entered on a date than was attended and is tolerated.</summary>
    public bool Exceeds(int toleranceMinutes) => Days.Any(d => d.Minutes > 0 && d.GapSeconds < -toleranceMinutes * 60);

    /// <summary>Adds up entries, and compares each date with what was attended on it.</summary>
    /// <param name="attended">Worked seconds by date.</param>
    public static TimesheetTotals Of(IEnumerable<TimesheetLine> entries, IReadOnlyDictionary<DateOnly, int> attended)
    {
        var (byDate, byProject) = (new SortedDictionary<DateOnly, int>(), new Dictionary<Guid, int>());
        foreach (var date in attended.Keys)
        {
            byDate[date] = 0;
        }

        foreach (var entry in entries)
        {
            byDate[entry.Date] = byDate.GetValueOrDefault(entry.Date) + entry.Minutes;
            byProject[entry.ProjectId] = byProject.GetValueOrDefault(entry.ProjectId) + entry.Minutes;
        }

        List<TimesheetDay> days = [.. byDate.Select(d => new TimesheetDay(d.Key, d.Value, attended.GetValueOrDefault(d.Key), attended.GetValueOrDefault(d.Key) - (d.Value * 60)))];
        return new TimesheetTotals(days, byProject, days.Sum(d => d.Minutes));
    }
}

/// <summary>Entries that a person need not type.</summary>
public static class TimesheetPrefill
{
    /// <summary>What was attended and is not entered yet, in whole minutes, on one project.</summary>
    public static IEnumerable<TimesheetLine> FromAttendance(TimesheetTotals totals, Guid projectId, Guid? taskId) =>
        totals.Days.Where(d => d.GapSeconds >= 60).Select(d => new TimesheetLine(d.Date, projectId, taskId, d.GapSeconds / 60, Notes: null));

    /// <summary>The entries of the week before, on the same days of this one; dates that have entries already stay as they are.</summary>
    public static IEnumerable<TimesheetLine> FromPreviousWeek(TimesheetWeek week, IEnumerable<TimesheetLine> previous, IReadOnlyCollection<TimesheetLine> present) =>
        previous.Select(e => e with { Date = e.Date.AddDays(7) }).Where(e => week.Holds(e.Date) && present.All(p => p.Date != e.Date));
}
