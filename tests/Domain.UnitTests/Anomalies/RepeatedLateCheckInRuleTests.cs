using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Shifts;
using Satcom.Domain.UnitTests.Attendance;
using Satcom.Domain.UnitTests.Shifts;
using static Satcom.Domain.UnitTests.Anomalies.Timelines;

namespace Satcom.Domain.UnitTests.Anomalies;

public sealed class RepeatedLateCheckInRuleTests
{
    private static readonly RuleSettings Rule = Settings(AnomalyKind.RepeatedLateCheckIn);

    [Fact]
    public void Evaluate_WhenCountIsReached_FindsTheWeekWithItsFacts()
    {
        var finding = new Story([.. LateOn(5, [0, 2, 4], 600)]).Judge(Rule).ShouldHaveSingleItem();

        finding.ShouldBe(new Finding(AnomalyKind.RepeatedLateCheckIn, AnomalySeverity.Low, Plans.Person, Day(0), Day(6), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["count"] = "3",
            ["dates"] = "2026-03-02,2026-03-04,2026-03-06",
            ["lateSeconds"] = "1800",
            ["minimumCount"] = "3",
            ["minimumSeconds"] = "60",
            ["windowWorkingDays"] = "10",
        }));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    public void Evaluate_AroundTheCount_FindsFromItOn(int late, int found) =>
        new Story([.. LateOn(5, [.. Enumerable.Range(0, late)])]).Judge(Rule).Count.ShouldBe(found);

    [Theory]
    [InlineData(59, 0)]
    [InlineData(60, 1)]
    [InlineData(61, 1)]
    public void Evaluate_AroundTheLateness_CountsFromItOn(int seconds, int found) => new Story([.. LateOn(5, [0, 1, 2], seconds)]).Judge(Rule).Count.ShouldBe(found);

    [Theory]
    [InlineData(9, 1)]
    [InlineData(10, 0)]
    public void Evaluate_AroundTheWindow_CountsItsWorkingDaysAlone(int last, int found) => new Story([.. LateOn(15, [0, 1, last])]).Judge(Rule).Count.ShouldBe(found);

    [Fact]
    public void Evaluate_AcrossLeave_GoesOnCounting()
    {
        // Two weeks of leave lie between: they are no working days.
        var story = new Story([.. LateOn(5, [3, 4]), Attend(Worked(Day(21)) with { LateSeconds = 60 })]);

        story.Judge(Rule).ShouldHaveSingleItem().Facts["dates"].ShouldBe("2026-03-05,2026-03-06,2026-03-23");
    }

    [Theory]
    [InlineData(29, 1)]
    [InlineData(30, 0)]
    public void Evaluate_WhenHardlyWorked_LooksBackThreeCalendarDaysForEachWorkingDay(int last, int found) =>
        new Story(Attend(Worked(Day(0)) with { LateSeconds = 60 }), Attend(Worked(Day(1)) with { LateSeconds = 60 }), Attend(Worked(Day(last)) with { LateSeconds = 60 })) { To = Day(41) }
            .Judge(Rule.With(RepeatedLateCheckInRule.MinimumCount, 3)).Count.ShouldBe(found);

    [Fact]
    public void Evaluate_OfLateDaysInTwoWeeks_FindsEachWeekByItsLatest()
    {
        var found = new Story([.. LateOn(10, [0, 1, 2, 4, 5])]).Judge(Rule);

        found.Select(f => (f.SubjectDate, f.SubjectEnd, f.Facts["count"])).ShouldBe([(Day(0), Day(6), "4"), (Day(7), Day(13), "5")]);
    }

    [Fact]
    public void Evaluate_WhenTheLateDaysLieBeforeTheJudgedDates_CountsThemButTellsOnlyJudgedWeeks()
    {
        var story = new Story([.. LateOn(10, [2, 3, 5])]);

        (story with { From = Day(7) }).Judge(Rule).ShouldHaveSingleItem().SubjectDate.ShouldBe(Day(7));
        (story with { To = Day(6) }).Judge(Rule).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(8, 5, 0, 0)]
    [InlineData(8, 5, 1, 1)]
    public void Evaluate_OfComputedDays_RespectsTheShiftsGrace(int hour, int minute, int second, int found)
    {
        var schedule = Plans.Of(Plans.OfficeId);
        var days = Enumerable.Range(0, 3).Select(i => Lived(schedule, Day(i), new AttendancePolicy(), Days.In(At(i, hour, minute, second)), Days.Out(At(i, 17, 0, 0))));

        new Story([.. days]).Judge(Rule).Count.ShouldBe(found);
    }

    [Fact]
    public void Evaluate_OfDaysOfLeaveAndHolidays_CountsNoLateness()
    {
        var schedule = Plans.Of(Plans.OfficeId).WithHoliday(Day(1)).WithLeave(Day(2), new TimeOff(DayHalves.Both));
        var days = Enumerable.Range(0, 4).Select(i => Lived(schedule, Day(i), new AttendancePolicy(), Days.In(At(i, 11, 0, 0)), Days.Out(At(i, 17, 0, 0))));

        new Story([.. days]).Judge(Rule).ShouldBeEmpty();
        new Story([.. days]).Judge(Rule.With(RepeatedLateCheckInRule.MinimumCount, 2)).ShouldHaveSingleItem().Facts["dates"].ShouldBe("2026-03-02,2026-03-05");
    }

    [Fact]
    public void Evaluate_OnTheMorningAfterTheClocksChanged_JudgesTheLocalTime()
    {
        // 2026-03-29: the clocks of Berlin go forward. Monday at eight is in time, an hour later by the clock is not.
        var schedule = Plans.Of(Plans.OfficeId, "Europe/Berlin");
        DateOnly friday = new(2026, 3, 27), monday = new(2026, 3, 30);
        Story Of(int hour) => new([.. new[] { friday, monday }.Select(d => Lived(schedule, d, new AttendancePolicy(), Days.In(Berlin(d, hour)), Days.Out(Berlin(d, 17))))]) { To = monday };

        Of(8).Judge(Rule.With(RepeatedLateCheckInRule.MinimumCount, 1)).ShouldBeEmpty();
        Of(9).Judge(Rule.With(RepeatedLateCheckInRule.MinimumCount, 2)).ShouldHaveSingleItem().Facts["lateSeconds"].ShouldBe("7200");
    }

    [Fact]
    public void Evaluate_WhenTheShiftChanged_CountsThoseOfTheScopeAlone()
    {
        var days = Enumerable.Range(0, 5).Select(i => Attend(Worked(Day(i)) with { LateSeconds = 600, ShiftId = i < 2 ? Plans.OfficeId : Plans.NightId }));
        var story = new Story([.. days]);

        story.Judge(Rule with { Scope = RuleScope.Everybody with { ShiftIds = [Plans.NightId] } }).ShouldHaveSingleItem().Facts["count"].ShouldBe("3");
        story.Judge(Rule with { Scope = RuleScope.Everybody with { ShiftIds = [Plans.OfficeId] } }).ShouldBeEmpty();
    }

    [Fact]
    public void Evaluate_OfNothing_FindsNothing() => new Story().Judge(Rule.With(RepeatedLateCheckInRule.MinimumCount, 1)).ShouldBeEmpty();

    private static DateTimeOffset At(int day, int hour, int minute, int second) => new(Day(day), new TimeOnly(hour, minute, second), TimeSpan.Zero);
}
