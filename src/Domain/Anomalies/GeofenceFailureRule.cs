namespace Satcom.Domain.Anomalies;

/// <summary>
/// Check-ins at an office that did not prove to be there: so many within so many calendar days, refused ones too. A place that is uncertain proves
/// nothing, and is no failure. Its subject is the company's week of the latest one.
/// </summary>
public sealed class GeofenceFailureRule : IAnomalyRule
{
    public static readonly Threshold MinimumCount = new("minimumCount", 3, 1, 100);
    public static readonly Threshold WindowDays = new("windowDays", 14, 1, 90, Looser.Higher);

    public AnomalyKind Kind => AnomalyKind.GeofenceFailure;

    public AnomalySeverity Severity => AnomalySeverity.High;

    public RuleInputs Inputs => RuleInputs.Fences;

    public IReadOnlyList<Threshold> Thresholds { get; } = [MinimumCount, WindowDays];

    public RuleSentences Sentences { get; } = new(
        English: ["{count} check-ins at the office within {windowDays} days did not prove to be there, on {dates}: {outsideCount} outside, {notProvidedCount} without a place. The rule looks for {minimumCount} or more."],
        Arabic: ["{count} من تسجيلات الحضور في المكتب خلال {windowDays} يومًا لم تُثبت الوجود فيه، في {dates}: {outsideCount} خارج النطاق و{notProvidedCount} دون موقع. تبحث القاعدة عن {minimumCount} أو أكثر."]);

    public int LookbackDays(RuleSettings settings) => settings[WindowDays];

    /// <summary>What it finds is told by the check-ins themselves.</summary>
    public bool Minds(in AttendedDay before, in AttendedDay after, RuleSettings settings) => false;

    public void Evaluate(in EmployeeTimeline timeline, RuleSettings settings, ICollection<Finding> findings)
    {
        var failures = new Failures(settings.Scope);
        var windows = new RollingCount<Failures>(timeline, failures, settings[WindowDays], settings[WindowDays], settings[MinimumCount]);
        while (windows.MoveNext())
        {
            var hit = windows.Current;
            List<DateOnly> dates = [];
            var (outside, without) = (0, 0);
            foreach (ref readonly var day in hit.Days)
            {
                if (failures.Of(day) > 0)
                {
                    dates.Add(day.Date);
                    outside += day.OutsideFences;
                    without += day.WithoutPlace;
                }
            }

            findings.Add(settings.Find(
                timeline.EmployeeId,
                hit.Week.First,
                hit.Week.Last,
                ("count", Fact.Of(hit.Sum)),
                ("dates", Fact.Of(dates)),
                ("outsideCount", Fact.Of(outside)),
                ("notProvidedCount", Fact.Of(without))));
        }
    }

    private readonly record struct Failures(RuleScope Scope) : IDayCount
    {
        public int Of(in TimelineDay day) => day.OutsideFences + day.WithoutPlace is > 0 and var sum && Scope.Covers(day) ? sum : 0;

        public bool Fills(in TimelineDay day) => true;
    }
}
