namespace Satcom.Domain.Anomalies;

/// <summary>
/// A day is flagged for a check-out that was forgotten, because a session outlived its limit or another one was begun, or it was closed by rule and
/// nobody has confirmed that. Which session that is, the day says; the rule adds only how long nobody is bothered. Its subject is the date.
/// </summary>
public sealed class MissingCheckOutRule : IAnomalyRule
{
    /// <summary>How long beyond the limit nobody is bothered.</summary>
    public static readonly Threshold GraceSeconds = new("graceSeconds", 0, 0, 7 * 86400);

    public AnomalyKind Kind => AnomalyKind.MissingCheckOut;

    public AnomalySeverity Severity => AnomalySeverity.Medium;

    public RuleInputs Inputs => RuleInputs.Attendance;

    public IReadOnlyList<Threshold> Thresholds { get; } = [GraceSeconds];

    public RuleSentences Sentences { get; } = new(
        English:
        [
            "The session that began at {sessionStartedAt} has no check-out of its person's, and could last {limitSeconds:time} (with a grace of {graceSeconds:time}).",
            "No check-out was made on {date}.",
        ],
        Arabic:
        [
            "فترة العمل التي بدأت في {sessionStartedAt} لم يُسجَّل انصراف صاحبها، وأقصى مدة لها {limitSeconds:time} (مع مهلة {graceSeconds:time}).",
            "لم يُسجَّل الانصراف في {date}.",
        ]);

    public int LookbackDays(RuleSettings settings) => 0;

    public bool Minds(in AttendedDay before, in AttendedDay after, RuleSettings settings) =>
        (IsFlagged(before) || IsFlagged(after)) && LooksAt(before) != LooksAt(after);

    public DateTimeOffset? RipensAt(in AttendedDay day, RuleSettings settings) =>
        settings[GraceSeconds] is > 0 and var grace && day.UnclosedSince is { } since ? GraceEnd(since, day.LimitSeconds, grace).AddSeconds(1) : null;

    public void Evaluate(in EmployeeTimeline timeline, RuleSettings settings, ICollection<Finding> findings)
    {
        var grace = settings[GraceSeconds];
        foreach (ref readonly var day in timeline.Judged)
        {
            if (!day.Attended.IsKnown && IsMissing(day.Attended, timeline.AsOf, grace) && settings.Scope.Covers(day))
            {
                findings.Add(Find(day, timeline.EmployeeId, settings));
            }
        }
    }

    /// <summary>The last second of the grace belongs to it. There is none where nobody knows since when the check-out lacks.</summary>
    private static bool IsMissing(in AttendedDay day, DateTimeOffset asOf, int graceSeconds) =>
        IsFlagged(day)
        && (graceSeconds == 0 || day.UnclosedSince is not { } since || asOf > GraceEnd(since, day.LimitSeconds, graceSeconds));

    private static DateTimeOffset GraceEnd(DateTimeOffset since, int limitSeconds, int graceSeconds) => since.AddSeconds((double)limitSeconds + graceSeconds);

    private static (bool IsForgotten, bool IsClosed, DateTimeOffset? Since, int Limit, Guid? Shift) LooksAt(in AttendedDay day) => (day.IsForgotten, day.IsClosedByRule, day.UnclosedSince, day.LimitSeconds, day.ShiftId);

    private static bool IsFlagged(in AttendedDay day) => day.IsForgotten || day.IsClosedByRule;

    private static Finding Find(in TimelineDay day, Guid employeeId, RuleSettings settings)
    {
        var date = ("date", Fact.Of(day.Date));
        var closed = ("closedByRule", day.Attended.IsClosedByRule ? "true" : "false");
        return day.Attended.UnclosedSince is { } since
            ? settings.Find(employeeId, day.Date, day.Date, date, closed, ("sessionStartedAt", Fact.Of(since)), ("limitSeconds", Fact.Of(day.Attended.LimitSeconds)))
            : settings.Find(employeeId, day.Date, day.Date, date, closed);
    }
}
