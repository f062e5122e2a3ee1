using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Domain.Anomalies;

/// <summary>Which dates are judged, and which must be known for that: whole weeks from the rules' lookback to the end of the last judged one.</summary>
public sealed class TimelineWindow
{
    private readonly TimelineWeek[] _weeks;

    private TimelineWindow(DateOnly from, DateOnly to, TimelineWeek[] weeks)
    {
        From = from;
        To = to;
        _weeks = weeks;
    }

    /// <summary>The first judged date: subject periods that begin before it are not told.</summary>
    public DateOnly From { get; }

    /// <summary>The last judged date: subject periods that begin after it are not told.</summary>
    public DateOnly To { get; }

    /// <summary>The first known date.</summary>
    public DateOnly First => _weeks[0].First;

    /// <summary>The last known date.</summary>
    public DateOnly Last => _weeks[^1].Last;

    public int Days => Last.DayNumber - First.DayNumber + 1;

    /// <summary>The company's weeks from the first known date to the last: none is missing, and none reaches out.</summary>
    public ReadOnlySpan<TimelineWeek> Weeks => _weeks;

    /// <summary>A window over the judged dates.</summary>
    /// <param name="to">Not before <paramref name="from"/>.</param>
    /// <param name="lookbackDays">How far the rules look back (<see cref="AnomalyRules.LookbackDays"/>).</param>
    /// <param name="rules">The company's weeks by date.</param>
    /// <param name="timesheetDueDays">How many days after its end a week's timesheet is due.</param>
    public static TimelineWindow Of(DateOnly from, DateOnly to, int lookbackDays, IReadOnlyList<Dated<WeekRule>> rules, int timesheetDueDays)
    {
        List<TimelineWeek> weeks = [];
        var date = from.AddDays(-lookbackDays);
        do
        {
            var (first, last) = rules.WeekOf(date) ?? (date, date);
            weeks.Add(new TimelineWeek(first, last, last.AddDays(timesheetDueDays)));
            date = last.AddDays(1);
        }
        while (date <= to);

        return new TimelineWindow(from, to, [.. weeks]);
    }

    public bool Judges(DateOnly subject) => From <= subject && subject <= To;
}
