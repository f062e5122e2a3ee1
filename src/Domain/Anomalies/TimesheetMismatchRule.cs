namespace Satcom.Domain.Anomalies;

/// <summary>
/// A week's timesheet says more, or less, than was attended on some of its dates, by more than is tolerated. It is judged once it is due, and only
/// from so much entered on: who has entered nothing has a missing week, not a wrong one. Dates whose attendance is not known are left out. Its subject
/// is the company's week.
/// </summary>
public sealed class TimesheetMismatchRule : IAnomalyRule
{
    public static readonly Threshold OverToleranceMinutes = new("overToleranceMinutes", 30, 0, 24 * 60);
    public static readonly Threshold UnderToleranceMinutes = new("underToleranceMinutes", 30, 0, 24 * 60);
    public static readonly Threshold MinimumEnteredMinutes = new("minimumEnteredMinutes", 1, 0, 24 * 60);

    public AnomalyKind Kind => AnomalyKind.TimesheetMismatch;

    public AnomalySeverity Severity => AnomalySeverity.Medium;

    public RuleInputs Inputs => RuleInputs.Attendance | RuleInputs.Timesheets;

    public IReadOnlyList<Threshold> Thresholds { get; } = [OverToleranceMinutes, UnderToleranceMinutes, MinimumEnteredMinutes];

    public RuleSentences Sentences { get; } = new(
        English: ["The timesheet, due on {dueOn}, differs from the attendance on {dates}: {overSeconds:time} too much and {underSeconds:time} too little. Tolerated are {overToleranceMinutes} and {underToleranceMinutes} minutes a day."],
        Arabic: ["سجل ساعات العمل المستحق في {dueOn} يختلف عن الحضور في {dates}: زيادة قدرها {overSeconds:time} ونقص قدره {underSeconds:time}. المسموح به {overToleranceMinutes} و{underToleranceMinutes} دقيقة في اليوم."]);

    public int LookbackDays(RuleSettings settings) => 0;

    /// <summary>A week is due after its days: of those whose week is, every change is judged.</summary>
    public bool Minds(in AttendedDay before, in AttendedDay after, RuleSettings settings) => false;

    public void Evaluate(in EmployeeTimeline timeline, RuleSettings settings, ICollection<Finding> findings)
    {
        var (over, under, minimum) = (settings[OverToleranceMinutes] * 60, settings[UnderToleranceMinutes] * 60, settings[MinimumEnteredMinutes]);
        foreach (var week in timeline.Window.Weeks)
        {
            if (timeline.Window.Judges(week.First) && timeline.Today > week.DueOn
                && Compare(timeline.Of(week), settings.Scope, over, under) is { Days: > 0 } sum && sum.EnteredMinutes >= minimum)
            {
                findings.Add(Find(timeline, week, settings, sum, over, under));
            }
        }
    }

    private static Sums Compare(ReadOnlySpan<TimelineDay> days, RuleScope scope, int over, int under)
    {
        var sums = default(Sums);
        foreach (ref readonly var day in days)
        {
            sums.EnteredMinutes += day.EnteredMinutes;
            var gap = GapOf(day);
            if (IsBeyond(gap, over, under) && scope.Covers(day))
            {
                sums.Days++;
                sums.OverSeconds += Math.Max(0, gap);
                sums.UnderSeconds += Math.Max(0, -gap);
            }
        }

        return sums;
    }

    private static Finding Find(in EmployeeTimeline timeline, TimelineWeek week, RuleSettings settings, Sums sums, int over, int under)
    {
        List<DateOnly> dates = [];
        foreach (ref readonly var day in timeline.Of(week))
        {
            if (IsBeyond(GapOf(day), over, under) && settings.Scope.Covers(day))
            {
                dates.Add(day.Date);
            }
        }

        return settings.Find(
            timeline.EmployeeId,
            week.First,
            week.Last,
            ("dates", Fact.Of(dates)),
            ("overSeconds", Fact.Of(sums.OverSeconds)),
            ("underSeconds", Fact.Of(sums.UnderSeconds)),
            ("enteredMinutes", Fact.Of(sums.EnteredMinutes)),
            ("dueOn", Fact.Of(week.DueOn)));
    }

    /// <summary>Entered beyond what was attended; negative where less was entered. Zero where nobody knows what was attended.</summary>
    private static int GapOf(in TimelineDay day) => day.Attended.IsKnown ? (day.EnteredMinutes * 60) - day.WorkedSeconds : 0;

    private static bool IsBeyond(int gap, int over, int under) => gap > over || -gap > under;

    private record struct Sums(int Days, int OverSeconds, int UnderSeconds, int EnteredMinutes);
}
