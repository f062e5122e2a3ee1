namespace Satcom.Domain.Anomalies;

/// <summary>
/// A week's overtime is more than anybody's may be, or, from a minimum on, many times what is usual for this person: the mean of the weeks before in
/// which they worked. While too few of those are known, only the limit judges. Its subject is the company's week, also while it runs.
/// </summary>
public sealed class OvertimeSpikeRule : IAnomalyRule
{
    public static readonly Threshold LimitSeconds = new("limitSeconds", 12 * 3600, 0, 7 * 86400);
    public static readonly Threshold PercentOfBaseline = new("percentOfBaseline", 200, 100, 1000);
    public static readonly Threshold MinimumSeconds = new("minimumSeconds", 4 * 3600, 1, 7 * 86400);
    public static readonly Threshold BaselineWeeks = new("baselineWeeks", 8, 1, 12, Looser.Neither);
    public static readonly Threshold MinimumWeeks = new("minimumWeeks", 4, 1, 12);

    /// <summary>So many are judged without memory of their own; nobody asks for more.</summary>
    private const int WeeksOnStack = 128;

    public AnomalyKind Kind => AnomalyKind.OvertimeSpike;

    public AnomalySeverity Severity => AnomalySeverity.Medium;

    public RuleInputs Inputs => RuleInputs.Attendance;

    public IReadOnlyList<Threshold> Thresholds { get; } = [LimitSeconds, PercentOfBaseline, MinimumSeconds, BaselineWeeks, MinimumWeeks];

    public RuleSentences Sentences { get; } = new(
        English:
        [
            "{overtimeSeconds:time} of overtime in the week, on {dates}. The weeks before had {baselineSeconds:time} on average; the rule looks for more than {percentOfBaseline} % of that from {minimumSeconds:time} on, and for more than {limitSeconds:time} in any case.",
            "{overtimeSeconds:time} of overtime in the week, on {dates}. The rule looks for more than {limitSeconds:time}.",
        ],
        Arabic:
        [
            "عمل إضافي مدته {overtimeSeconds:time} خلال الأسبوع، في {dates}. كان متوسط الأسابيع السابقة {baselineSeconds:time}؛ تبحث القاعدة عمّا يزيد على {percentOfBaseline}٪ من ذلك ابتداءً من {minimumSeconds:time}، وعمّا يزيد على {limitSeconds:time} في كل الأحوال.",
            "عمل إضافي مدته {overtimeSeconds:time} خلال الأسبوع، في {dates}. تبحث القاعدة عمّا يزيد على {limitSeconds:time}.",
        ]);

    public (Threshold AtMost, Threshold Of)? Bound => (MinimumWeeks, BaselineWeeks);

    public int LookbackDays(RuleSettings settings) => settings[BaselineWeeks] * 7;

    public bool Minds(in AttendedDay before, in AttendedDay after, RuleSettings settings) =>
        (before.OvertimeSeconds, before.ShiftId) != (after.OvertimeSeconds, after.ShiftId) && before.OvertimeSeconds + after.OvertimeSeconds > 0;

    public void Evaluate(in EmployeeTimeline timeline, RuleSettings settings, ICollection<Finding> findings)
    {
        var weeks = timeline.Window.Weeks;
        var (limit, percent, minimum) = (settings[LimitSeconds], settings[PercentOfBaseline], settings[MinimumSeconds]);
        var (baselineWeeks, minimumWeeks) = (settings[BaselineWeeks], settings[MinimumWeeks]);
        Span<(int Seconds, bool IsWorked)> sums = weeks.Length <= WeeksOnStack ? stackalloc (int, bool)[weeks.Length] : new (int, bool)[weeks.Length];
        for (var i = 0; i < weeks.Length; i++)
        {
            sums[i] = Sum(timeline.Of(weeks[i]), settings.Scope);
        }

        for (var i = 0; i < weeks.Length; i++)
        {
            if (!timeline.Window.Judges(weeks[i].First) || sums[i].Seconds is not (> 0 and var seconds))
            {
                continue;
            }

            var (usual, worked) = Baseline(sums[Math.Max(0, i - baselineWeeks)..i]);
            var isUnusual = worked >= minimumWeeks && seconds >= minimum && (long)seconds * 100 * worked > (long)percent * usual;
            if (seconds > limit || isUnusual)
            {
                findings.Add(Find(timeline, weeks[i], settings, seconds, worked >= minimumWeeks ? usual / worked : null, worked));
            }
        }
    }

    private static Finding Find(in EmployeeTimeline timeline, TimelineWeek week, RuleSettings settings, int seconds, int? usual, int weeks)
    {
        List<DateOnly> dates = [];
        foreach (ref readonly var day in timeline.Of(week))
        {
            if (day.Attended.OvertimeSeconds > 0 && settings.Scope.Covers(day))
            {
                dates.Add(day.Date);
            }
        }

        var overtime = ("overtimeSeconds", Fact.Of(seconds));
        var on = ("dates", Fact.Of(dates));
        return usual is { } mean
            ? settings.Find(timeline.EmployeeId, week.First, week.Last, overtime, on, ("baselineSeconds", Fact.Of(mean)), ("workedWeeks", Fact.Of(weeks)))
            : settings.Find(timeline.EmployeeId, week.First, week.Last, overtime, on);
    }

    private static (int Seconds, int Weeks) Baseline(ReadOnlySpan<(int Seconds, bool IsWorked)> weeks)
    {
        var (sum, worked) = (0, 0);
        foreach (var (seconds, isWorked) in weeks)
        {
            sum += seconds;
            worked += isWorked ? 1 : 0;
        }

        return (sum, worked);
    }

    private static (int Seconds, bool IsWorked) Sum(ReadOnlySpan<TimelineDay> days, RuleScope scope)
    {
        var (sum, isWorked) = (0, false);
        foreach (ref readonly var day in days)
        {
            if (day.IsAttended && scope.Covers(day))
            {
                sum += day.Attended.OvertimeSeconds;
                isWorked = true;
            }
        }

        return (sum, isWorked);
    }
}
