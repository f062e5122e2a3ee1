using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Shifts;
using Satcom.Domain.UnitTests.Attendance;
using Satcom.Domain.UnitTests.Shifts;
using static Satcom.Domain.UnitTests.Anomalies.Timelines;

namespace Satcom.Domain.UnitTests.Anomalies;

public sealed class ExcessiveBreakRuleTests
{
    private static readonly RuleSettings Rule = Settings(AnomalyKind.ExcessiveBreak);

    [Theory]
    [InlineData(4500, 0)] // an hour and the quarter that is tolerated
    [InlineData(4501, 1)]
    public void Evaluate_AroundTheAllowance_FindsBeyondTheTolerance(int seconds, int found) =>
        new Story(Rested(seconds - 2000, 2000, longest: 60)).Judge(Rule).Count.ShouldBe(found);

    [Theory]
    [InlineData(5400, 0)]
    [InlineData(5401, 1)]
    public void Evaluate_AroundTheSingleLimit_FindsBeyondIt(int longest, int found) =>
        new Story(Rested(0, longest, longest)).Judge(Rule.With(ExcessiveBreakRule.AllowanceSeconds, 12 * 3600)).Count.ShouldBe(found);

    [Fact]
    public void Evaluate_WhenBeyond_NamesWhatWasTakenAndAllowed() =>
        new Story(Rested(1800, 5400, 5400)).Judge(Rule).ShouldHaveSingleItem().ShouldBe(
            new Finding(AnomalyKind.ExcessiveBreak, AnomalySeverity.Low, Plans.Person, Day(0), Day(0), new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["date"] = "2026-03-02",
                ["breakSeconds"] = "1800",
                ["lunchSeconds"] = "5400",
                ["longestSeconds"] = "5400",
                ["allowedSeconds"] = "3600",
                ["overSeconds"] = "3600",
                ["allowanceSeconds"] = "3600",
                ["toleranceSeconds"] = "900",
                ["singleLimitSeconds"] = "5400",
            }));

    [Theory]
    [InlineData(1800, 1)] // the shift plans half an hour
    [InlineData(7200, 0)]
    [InlineData(0, 1)]
    public void Evaluate_WhenTheShiftPlansBreaks_AllowsThose(int planned, int found)
    {
        var day = Worked(Day(0)) with { BreakSeconds = 2400, LunchSeconds = 2400, LongestBreakSeconds = 2400, PlannedBreakSeconds = planned };

        new Story(Attend(day)).Judge(Rule).Count.ShouldBe(found);
    }

    [Fact]
    public void Evaluate_WhenTheShiftsHoursChange_JudgesEachDateByThoseOfIt()
    {
        var shift = Plans.Shift(Plans.OfficeId, Plans.Office with { LunchSeconds = 7200 });
        shift.ChangeHours(Day(1), Day(0), Plans.Office with { LunchSeconds = 1800 }).ShouldBeNull();
        var schedule = Plans.Of(Plans.OfficeId) with { Shifts = new Dictionary<Guid, Shift> { [Plans.OfficeId] = shift } };

        new Story(Lunched(schedule, 0), Lunched(schedule, 1)).Judge(Rule).ShouldHaveSingleItem().SubjectDate.ShouldBe(Day(1));
    }

    [Fact]
    public void Evaluate_OnALeaveDayThatWasWorked_JudgesItLikeAnyOther()
    {
        var schedule = Plans.Of(Plans.OfficeId).WithLeave(Day(0), new TimeOff(DayHalves.Both));

        new Story(Lunched(schedule, 0, minutes: 91)).Judge(Rule).ShouldHaveSingleItem();
        new Story(Lunched(schedule, 0, minutes: 75)).Judge(Rule).ShouldBeEmpty();
    }

    [Fact]
    public void Evaluate_WhileTheBreakRuns_FindsNothing() =>
        new Story(Lived(Plans.Of(Plans.OfficeId), Day(0), new AttendancePolicy(), Days.In(Days.At(8)), Days.Start(Days.At(9), BreakType.Break))).Judge(Rule).ShouldBeEmpty();

    [Theory]
    [InlineData("2026-03-28", 0)] // from half past one to half past three is one hour on that night
    [InlineData("2026-10-24", 1)] // and three hours on this one
    public void Evaluate_OfABreakOverAChangeOfClocks_CountsRealSeconds(string evening, int found)
    {
        var date = DateOnly.ParseExact(evening, "O", System.Globalization.CultureInfo.InvariantCulture);
        var next = date.AddDays(1);
        var day = Lived(
            Plans.Of(Plans.NightId, "Europe/Berlin"),
            date,
            new AttendancePolicy(),
            Days.In(Berlin(date, 22)),
            Days.Start(Berlin(next, 1, 30), BreakType.Break),
            Days.End(Berlin(next, 3, 30)),
            Days.Out(Berlin(next, 6)));

        (new Story(day) { From = date, To = date }).Judge(Rule).Count.ShouldBe(found);
    }

    [Fact]
    public void Evaluate_OfNoBreak_FindsNothingHoweverStrictTheRule()
    {
        var rule = Rule.With(ExcessiveBreakRule.AllowanceSeconds, 0).With(ExcessiveBreakRule.ToleranceSeconds, 0);

        new Story(Attend(Worked(Day(0)))).Judge(rule).ShouldBeEmpty();
        new Story(Rested(1, 0, 1)).Judge(rule).ShouldHaveSingleItem();
    }

    private static Action<TimelineBuilder> Rested(int breakSeconds, int lunchSeconds, int longest) =>
        Attend(Worked(Day(0)) with { BreakSeconds = breakSeconds, LunchSeconds = lunchSeconds, LongestBreakSeconds = longest });

    private static Action<TimelineBuilder> Lunched(WorkSchedule schedule, int day, int minutes = 75) =>
        Lived(
            schedule,
            Day(day),
            new AttendancePolicy(),
            Days.In(Days.At((day * 24) + 8)),
            Days.Start(Days.At((day * 24) + 12), BreakType.Lunch),
            Days.End(Days.At((day * 24) + 12).AddMinutes(minutes)),
            Days.Out(Days.At((day * 24) + 17)));
}
