namespace Satcom.Domain.Anomalies;

/// <summary>
/// Somebody came late again and again: so many times within so many working days, and each time by so much beyond the shift's grace. Days off are
/// no working days, so leave and holidays do not make a row of late days end. Its subject is the company's week of the latest one.
/// </summary>
public sealed class RepeatedLateCheckInRule : IAnomalyRule
{
    public static readonly Threshold MinimumCount = new("minimumCount", 3, 1, 30);
    public static readonly Threshold MinimumSeconds = new("minimumSeconds", 60, 1, 4 * 3600);
    public static readonly Threshold WindowWorkingDays = new("windowWorkingDays", 10, 1, 30, Looser.Higher);

    /// <summary>The window reaches over so many calendar days for each working day, so that it ends somewhere for those who hardly work.</summary>
    private const int CalendarDaysEach = 3;

    public AnomalyKind Kind => AnomalyKind.RepeatedLateCheckIn;

    public AnomalySeverity Severity => AnomalySeverity.Low;

    public RuleInputs Inputs => RuleInputs.Attendance;

    public IReadOnlyList<Threshold> Thresholds { get; } = [MinimumCount, MinimumSeconds, WindowWorkingDays];

    public RuleSentences Sentences { get; } = new(
        English: ["{count} late check-ins within {windowWorkingDays} working days, on {dates}: {lateSeconds:time} in all. The rule looks for {minimumCount} or more of at least {minimumSeconds:time} each."],
        Arabic: ["عدد مرات التأخر في تسجيل الحضور {count} ضمن {windowWorkingDays} من أيام العمل، في {dates}، بمجموع {lateSeconds:time}. تبحث القاعدة عن عدد لا يقل عن {minimumCount}، على ألا تقل مدة كل تأخر عن {minimumSeconds:time}."]);

    /// <summary>A day has one check-in that is late.</summary>
    public (Threshold AtMost, Threshold Of)? Bound => (MinimumCount, WindowWorkingDays);

    public int LookbackDays(RuleSettings settings) => settings[WindowWorkingDays] * CalendarDaysEach;

    public bool Minds(in AttendedDay before, in AttendedDay after, RuleSettings settings) =>
        LooksAt(before) != LooksAt(after) && Math.Max(before.LateSeconds, after.LateSeconds) >= settings[MinimumSeconds];

    public void Evaluate(in EmployeeTimeline timeline, RuleSettings settings, ICollection<Finding> findings)
    {
        var late = new LateDays(settings[MinimumSeconds], settings.Scope);
        var windows = new RollingCount<LateDays>(timeline, late, settings[WindowWorkingDays], LookbackDays(settings), settings[MinimumCount]);
        while (windows.MoveNext())
        {
            var hit = windows.Current;
            List<DateOnly> dates = [];
            var seconds = 0;
            foreach (ref readonly var day in hit.Days)
            {
                if (late.Of(day) > 0)
                {
                    dates.Add(day.Date);
                    seconds += day.Attended.LateSeconds;
                }
            }

            findings.Add(settings.Find(
                timeline.EmployeeId, hit.Week.First, hit.Week.Last, ("count", Fact.Of(hit.Sum)), ("dates", Fact.Of(dates)), ("lateSeconds", Fact.Of(seconds))));
        }
    }

    private static (int Late, bool IsPlanned, Guid? Shift) LooksAt(in AttendedDay day) => (day.LateSeconds, day.ScheduledSeconds > 0, day.ShiftId);

    private readonly record struct LateDays(int MinimumSeconds, RuleScope Scope) : IDayCount
    {
        public int Of(in TimelineDay day) => day.Attended.LateSeconds >= MinimumSeconds && Scope.Covers(day) ? 1 : 0;

        public bool Fills(in TimelineDay day) => day.IsWorkingDay;
    }
}
