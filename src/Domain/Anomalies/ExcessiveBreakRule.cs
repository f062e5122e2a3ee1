namespace Satcom.Domain.Anomalies;

/// <summary>
/// Breaks and lunch of a day were together longer than the shift plans (where it plans none: than the allowance) and is tolerated, or a single one
/// was longer than any may be. Breaks that run count once they have ended. Its subject is the date.
/// </summary>
public sealed class ExcessiveBreakRule : IAnomalyRule
{
    public static readonly Threshold AllowanceSeconds = new("allowanceSeconds", 3600, 0, 12 * 3600);
    public static readonly Threshold ToleranceSeconds = new("toleranceSeconds", 15 * 60, 0, 4 * 3600);
    public static readonly Threshold SingleLimitSeconds = new("singleLimitSeconds", 90 * 60, 60, 12 * 3600);

    public AnomalyKind Kind => AnomalyKind.ExcessiveBreak;

    public AnomalySeverity Severity => AnomalySeverity.Low;

    public RuleInputs Inputs => RuleInputs.Attendance;

    public IReadOnlyList<Threshold> Thresholds { get; } = [AllowanceSeconds, ToleranceSeconds, SingleLimitSeconds];

    public RuleSentences Sentences { get; } = new(
        English: ["Breaks of {breakSeconds:time} and lunches of {lunchSeconds:time} on {date}, the longest {longestSeconds:time}. Allowed are {allowedSeconds:time} in all, with a tolerance of {toleranceSeconds:time}, and {singleLimitSeconds:time} at a time."],
        Arabic: ["استراحات مدتها {breakSeconds:time} وغداء مدته {lunchSeconds:time} في {date}، وأطولها {longestSeconds:time}. المسموح به {allowedSeconds:time} إجمالًا مع تسامح قدره {toleranceSeconds:time}، و{singleLimitSeconds:time} في المرة الواحدة."]);

    public int LookbackDays(RuleSettings settings) => 0;

    public bool Minds(in AttendedDay before, in AttendedDay after, RuleSettings settings) =>
        LooksAt(before) != LooksAt(after) && (IsExcessive(before, settings) || IsExcessive(after, settings));

    public void Evaluate(in EmployeeTimeline timeline, RuleSettings settings, ICollection<Finding> findings)
    {
        var (allowance, tolerance, single) = (settings[AllowanceSeconds], settings[ToleranceSeconds], settings[SingleLimitSeconds]);
        foreach (ref readonly var day in timeline.Judged)
        {
            var (total, allowed) = (day.Attended.BreakSeconds + day.Attended.LunchSeconds, AllowedOf(day.Attended.PlannedBreakSeconds, allowance));
            if (IsExcessive(total, allowed + tolerance, day.Attended.LongestBreakSeconds, single) && settings.Scope.Covers(day))
            {
                findings.Add(settings.Find(
                    timeline.EmployeeId,
                    day.Date,
                    day.Date,
                    ("date", Fact.Of(day.Date)),
                    ("breakSeconds", Fact.Of(day.Attended.BreakSeconds)),
                    ("lunchSeconds", Fact.Of(day.Attended.LunchSeconds)),
                    ("longestSeconds", Fact.Of(day.Attended.LongestBreakSeconds)),
                    ("allowedSeconds", Fact.Of(allowed)),
                    ("overSeconds", Fact.Of(Math.Max(0, total - allowed)))));
            }
        }
    }

    private static (int Break, int Lunch, int Longest, int Planned, Guid? Shift) LooksAt(in AttendedDay day) => (day.BreakSeconds, day.LunchSeconds, day.LongestBreakSeconds, day.PlannedBreakSeconds, day.ShiftId);

    private static bool IsExcessive(in AttendedDay day, RuleSettings settings) =>
        IsExcessive(day.BreakSeconds + day.LunchSeconds, AllowedOf(day.PlannedBreakSeconds, settings[AllowanceSeconds]) + settings[ToleranceSeconds], day.LongestBreakSeconds, settings[SingleLimitSeconds]);

    private static int AllowedOf(int planned, int allowance) => planned > 0 ? planned : allowance;

    private static bool IsExcessive(int total, int atMost, int longest, int singleLimit) => total > 0 && (total > atMost || longest > singleLimit);
}
