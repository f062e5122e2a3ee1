using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.UnitTests.Attendance;
using Satcom.Domain.UnitTests.Shifts;
using static Satcom.Domain.UnitTests.Anomalies.Timelines;

namespace Satcom.Domain.UnitTests.Anomalies;

public sealed class OvertimeSpikeRuleTests
{
    private const int Hour = 3600;

    private static readonly RuleSettings Rule = Settings(AnomalyKind.OvertimeSpike);

    [Theory]
    [InlineData(12 * Hour, 0)]
    [InlineData((12 * Hour) + 1, 1)]
    public void Evaluate_AroundTheLimit_FindsBeyondItWhateverIsUsual(int seconds, int found)
    {
        new Story(Week(0, seconds)).Judge(Rule).Count.ShouldBe(found);
        new Story([.. Usual(8, 11 * Hour), Week(0, seconds)]).Judge(Rule).Count.ShouldBe(found);
    }

    [Theory]
    [InlineData(6 * Hour, 0)]
    [InlineData((6 * Hour) + 1, 1)]
    public void Evaluate_AroundTwiceTheUsual_FindsBeyondIt(int seconds, int found) => new Story([.. Usual(8, 3 * Hour), Week(0, seconds)]).Judge(Rule).Count.ShouldBe(found);

    [Theory]
    [InlineData((4 * Hour) - 1, 0)]
    [InlineData(4 * Hour, 1)]
    public void Evaluate_AroundTheMinimum_LeavesLittleOvertimeAlone(int seconds, int found) => new Story([.. Usual(8, 0), Week(0, seconds)]).Judge(Rule).Count.ShouldBe(found);

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    public void Evaluate_WhileTooFewWeeksAreKnown_JudgesByTheLimitAlone(int weeks, int found) => new Story([.. Usual(weeks, 0), Week(0, 5 * Hour)]).Judge(Rule).Count.ShouldBe(found);

    [Fact]
    public void Evaluate_WhenBeyond_NamesWhatIsUsual() =>
        new Story([.. Usual(8, Hour), Week(0, 2 * Hour, 0), Week(0, 3 * Hour, 4)]).Judge(Rule).ShouldHaveSingleItem().ShouldBe(
            new Finding(AnomalyKind.OvertimeSpike, AnomalySeverity.Medium, Plans.Person, Day(0), Day(6), new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["overtimeSeconds"] = "18000",
                ["dates"] = "2026-03-02,2026-03-06",
                ["baselineSeconds"] = "3600",
                ["workedWeeks"] = "8",
                ["limitSeconds"] = "43200",
                ["percentOfBaseline"] = "200",
                ["minimumSeconds"] = "14400",
                ["baselineWeeks"] = "8",
                ["minimumWeeks"] = "4",
            }));

    [Fact]
    public void Evaluate_WithWeeksOfLeaveBefore_LeavesThemOutOfWhatIsUsual()
    {
        // Four weeks of five hours and four of leave: five hours are usual, not two and a half.
        var story = new Story([.. Usual(4, 5 * Hour), Week(0, 7 * Hour)]);

        story.Judge(Rule).ShouldBeEmpty();
        new Story([.. Usual(8, 5 * Hour / 2), Week(0, 7 * Hour)]).Judge(Rule).ShouldHaveSingleItem();
    }

    [Fact]
    public void Evaluate_OfWeeksBeforeTheBaseline_DoesNotCountThem()
    {
        // Nine weeks ago there was much overtime; the baseline is eight weeks long.
        var story = new Story([.. Usual(8, 2 * Hour), Week(-9, 80 * Hour), Week(0, 5 * Hour)]) { From = Day(-9 * 7) };

        story.Judge(Rule).Single(f => f.SubjectDate == Day(0)).Facts["baselineSeconds"].ShouldBe("7200");
    }

    [Fact]
    public void Evaluate_OfThePersonsOwnSpike_TakesItIntoTheNextBaseline()
    {
        var found = new Story([.. Usual(4, 2 * Hour), Week(0, 10 * Hour), Week(1, 5 * Hour)]).Judge(Rule);

        found.ShouldHaveSingleItem().SubjectDate.ShouldBe(Day(0));
    }

    [Fact]
    public void Evaluate_OfComputedDays_CountsOvertimeOfHolidaysAndNotOfLeave()
    {
        var policy = new AttendancePolicy { Overtime = new OvertimePolicy { DailyBasis = DailyBasis.Scheduled } };
        var schedule = Plans.Of(Plans.OfficeId).WithHoliday(Day(0));
        var days = Enumerable.Range(0, 2).Select(i => Lived(schedule, Day(i), policy, [.. Days.Session((i * 24) + 8, (i * 24) + 21)]));

        // Thirteen hours of a holiday and five beyond the plan of Tuesday.
        new Story([.. days]).Judge(Rule).ShouldHaveSingleItem().Facts["overtimeSeconds"].ShouldBe(Domain.Anomalies.Fact.Of(18 * Hour));
    }

    [Fact]
    public void Evaluate_OverANightOnWhichClocksGoBack_CountsTheHourThatIsWorkedTwice()
    {
        var policy = new AttendancePolicy { Overtime = new OvertimePolicy { DailyBasis = DailyBasis.Fixed, DailyAfterSeconds = 8 * Hour } };
        DateOnly date = new(2026, 10, 23);
        var nights = new[] { date, date.AddDays(1) }.Select(d => Lived(
            Plans.Of(Plans.NightId, "Europe/Berlin") with { Weeks = [new(DateOnly.MinValue, new(DayOfWeek.Monday, Domain.Shifts.Weekdays.None))] }, d, policy, Days.In(Berlin(d, 22)), Days.Out(Berlin(d.AddDays(1), 6))));

        new Story([.. nights]) { From = new(2026, 10, 19), To = new(2026, 10, 25) }
            .Judge(Rule.With(OvertimeSpikeRule.LimitSeconds, Hour - 1)).ShouldHaveSingleItem().Facts["dates"].ShouldBe("2026-10-24");
    }

    [Fact]
    public void Evaluate_OfNothing_FindsNothing() => new Story().Judge(Rule.With(OvertimeSpikeRule.LimitSeconds, 0)).ShouldBeEmpty();

    private static Action<TimelineBuilder> Week(int after, int seconds, int weekday = 0) => Attend(Worked(Day((after * 7) + weekday)) with { OvertimeSeconds = seconds });

    /// <summary>So many weeks before the first, each with as much overtime.</summary>
    private static IEnumerable<Action<TimelineBuilder>> Usual(int weeks, int seconds) => Enumerable.Range(1, weeks).Select(w => Week(-w, seconds));
}
