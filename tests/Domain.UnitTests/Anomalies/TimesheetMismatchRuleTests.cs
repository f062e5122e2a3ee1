using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.UnitTests.Attendance;
using Satcom.Domain.UnitTests.Shifts;
using static Satcom.Domain.UnitTests.Anomalies.Timelines;

namespace Satcom.Domain.UnitTests.Anomalies;

public sealed class TimesheetMismatchRuleTests
{
    private const int Eight = 8 * 3600;

    private static readonly RuleSettings Rule = Settings(AnomalyKind.TimesheetMismatch);

    [Theory]
    [InlineData(480, Eight - (30 * 60), 0)]
    [InlineData(480, Eight - (30 * 60) - 1, 1)]
    [InlineData(450, Eight, 0)]
    [InlineData(450, Eight + 1, 1)]
    public void Evaluate_AroundTheTolerance_FindsMoreAndLessBeyondIt(int minutes, int worked, int found) => new Story(Entered(Day(0), minutes, worked)).Judge(Rule).Count.ShouldBe(found);

    [Fact]
    public void Evaluate_WhenBeyond_AddsUpBothDirectionsOfTheWeek() =>
        new Story(Entered(Day(0), 480, 6 * 3600), Entered(Day(1), 300, Eight), Entered(Day(2), 480, Eight)).Judge(Rule).ShouldHaveSingleItem().ShouldBe(
            new Finding(AnomalyKind.TimesheetMismatch, AnomalySeverity.Medium, Plans.Person, Day(0), Day(6), new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["dates"] = "2026-03-02,2026-03-03",
                ["overSeconds"] = "7200",
                ["underSeconds"] = "10800",
                ["enteredMinutes"] = "1260",
                ["dueOn"] = "2026-03-11",
                ["overToleranceMinutes"] = "30",
                ["underToleranceMinutes"] = "30",
                ["minimumEnteredMinutes"] = "1",
            }));

    [Fact]
    public void Evaluate_OfMoreAndLess_HasATolerancesForEach()
    {
        var story = new Story(Entered(Day(0), 480, 6 * 3600), Entered(Day(7), 360, Eight));

        story.Judge(Rule.With(TimesheetMismatchRule.OverToleranceMinutes, 120)).ShouldHaveSingleItem().SubjectDate.ShouldBe(Day(7));
        story.Judge(Rule.With(TimesheetMismatchRule.UnderToleranceMinutes, 120)).ShouldHaveSingleItem().SubjectDate.ShouldBe(Day(0));
    }

    [Theory]
    [InlineData(9, 0)] // the last date on which it is in time
    [InlineData(10, 1)]
    public void Evaluate_AroundTheDueDate_JudgesTheWeekAfterIt(int today, int found) =>
        (new Story(Entered(Day(0), 60, Eight)) { Today = Day(today) }).Judge(Rule).Count.ShouldBe(found);

    [Fact]
    public void Evaluate_WhenNothingWasEntered_LeavesTheWeekToThoseThatAreMissing()
    {
        var story = new Story(builder => builder.Work(Day(0), Eight));

        story.Judge(Rule).ShouldBeEmpty();
        story.Judge(Rule.With(TimesheetMismatchRule.MinimumEnteredMinutes, 0)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(59, 0)]
    [InlineData(60, 1)]
    public void Evaluate_AroundTheMinimum_CountsTheWholeWeeksEntries(int minutes, int found) =>
        new Story(Entered(Day(0), minutes - 1, Eight), Entered(Day(4), 1, Eight)).Judge(Rule.With(TimesheetMismatchRule.MinimumEnteredMinutes, 60)).Count.ShouldBe(found);

    [Fact]
    public void Evaluate_OfTimeEnteredOnADayOfLeaveOrAHoliday_FindsThatNobodyAttended() =>
        new Story(Entered(Day(0), 480, 0)).Judge(Rule).ShouldHaveSingleItem().Facts["overSeconds"].ShouldBe("28800");

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void Evaluate_OfDatesWhoseAttendanceIsNotKnown_LeavesThemOut(bool isOpen, bool isForgotten, bool isClosedByRule)
    {
        var day = Worked(Day(0)) with { UnclosedSince = isOpen ? DateTimeOffset.UnixEpoch : null, IsForgotten = isForgotten, IsClosedByRule = isClosedByRule };

        new Story(Attend(day), Entered(Day(0), 480, 0)).Judge(Rule).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-03-28", 420, 0)] // the night of seven hours
    [InlineData("2026-03-28", 480, 1)]
    [InlineData("2026-10-24", 540, 0)] // the night of nine
    [InlineData("2026-10-24", 480, 1)]
    public void Evaluate_OfANightOnWhichClocksChange_ComparesRealHours(string evening, int minutes, int found)
    {
        var date = DateOnly.ParseExact(evening, "O", System.Globalization.CultureInfo.InvariantCulture);
        var night = Lived(Plans.Of(Plans.NightId, "Europe/Berlin"), date, new AttendancePolicy(), Days.In(Berlin(date, 22)), Days.Out(Berlin(date.AddDays(1), 6)));

        new Story(night, Entered(date, minutes, 0)) { From = date.AddDays(-6), To = date, Today = date.AddDays(30) }.Judge(Rule).Count.ShouldBe(found);
    }

    [Fact]
    public void Evaluate_OfANightThatIsSplitAtMidnight_ComparesEachPartOnItsDate()
    {
        var policy = new AttendancePolicy { Attribution = DayAttribution.SplitAtMidnight };
        var night = Lived(Plans.Of(Plans.NightId), Day(0), policy, Days.In(Days.At(22)), Days.Out(Days.At(30)));

        new Story(night, Entered(Day(0), 120, 0), Entered(Day(1), 360, 0)).Judge(Rule).ShouldBeEmpty();
        new Story(night, Entered(Day(0), 480, 0)).Judge(Rule).ShouldHaveSingleItem().Facts["dates"].ShouldBe("2026-03-02,2026-03-03");
    }

    [Fact]
    public void Evaluate_OfNothing_FindsNothing() => new Story().Judge(Rule.With(TimesheetMismatchRule.MinimumEnteredMinutes, 0)).ShouldBeEmpty();
}
