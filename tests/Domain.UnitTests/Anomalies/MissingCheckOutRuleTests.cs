using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.UnitTests.Attendance;
using Satcom.Domain.UnitTests.Shifts;
using static Satcom.Domain.UnitTests.Anomalies.Timelines;

namespace Satcom.Domain.UnitTests.Anomalies;

public sealed class MissingCheckOutRuleTests
{
    private const int Limit = 16 * 3600;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 18, 30, 0, TimeSpan.Zero);
    private static readonly RuleSettings Rule = Settings(AnomalyKind.MissingCheckOut);
    private static readonly AttendedDay Open = Worked(Day(0)) with { UnclosedSince = Start, LimitSeconds = Limit };

    [Theory]
    [InlineData(0)]
    [InlineData(Limit - 1)]
    [InlineData(Limit)]
    public void Evaluate_WhenWithinTheLimit_FindsNothing(int seconds) => At(Open, Start.AddSeconds(seconds)).Judge(Rule).ShouldBeEmpty();

    [Fact]
    public void Evaluate_WhenOneTickPastTheLimit_FindsTheSessionWithItsFacts() =>
        At(Open, Start.AddSeconds(Limit).AddTicks(1)).Judge(Rule).ShouldHaveSingleItem().ShouldBe(
            new Finding(AnomalyKind.MissingCheckOut, AnomalySeverity.Medium, Plans.Person, Day(0), Day(0), new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["date"] = "2026-03-02",
                ["closedByRule"] = "false",
                ["sessionStartedAt"] = "2026-03-02T18:30:00Z",
                ["limitSeconds"] = "57600",
                ["graceSeconds"] = "0",
            }));

    [Fact]
    public void Evaluate_WhenTheSessionStartedInAnotherOffset_NamesTheInstantInUtc() =>
        At(Open with { UnclosedSince = Start.ToOffset(TimeSpan.FromHours(4)) }, Start.AddDays(1)).Judge(Rule).ShouldHaveSingleItem().Facts["sessionStartedAt"].ShouldBe("2026-03-02T18:30:00Z");

    [Fact]
    public void Evaluate_WhenTheDayFlagsItself_AgreesToTheTick()
    {
        foreach (var at in new[] { Start.AddSeconds(Limit), Start.AddSeconds(Limit).AddTicks(1) })
        {
            var id = Guid.CreateVersion7(Start);
            var day = AttendanceDay.Open(id, id, Plans.Person, new PunchFacts(id, Start, Start, "UTC") { WorkMode = WorkMode.Office });

            day.FlagMissedCheckOut(at, Limit).ShouldBe(At(Open, at).Judge(Rule).Count == 1);
        }
    }

    [Theory]
    [InlineData(Limit + 3600, 0)]
    [InlineData(Limit + 3601, 1)]
    public void Evaluate_AroundTheGrace_WaitsForItsEnd(int seconds, int found)
    {
        var rule = Rule.With(MissingCheckOutRule.GraceSeconds, 3600);

        At(Open, Start.AddSeconds(seconds)).Judge(rule).Count.ShouldBe(found);
        At(Open with { IsForgotten = true }, Start.AddSeconds(seconds)).Judge(rule).Count.ShouldBe(found);
    }

    [Theory]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 1)]
    [InlineData(false, false, 0)]
    public void Evaluate_OfAFlaggedDay_FindsItAlthoughNobodyKnowsSinceWhen(bool isForgotten, bool isClosedByRule, int found)
    {
        var findings = At(Worked(Day(0)) with { IsForgotten = isForgotten, IsClosedByRule = isClosedByRule }, Start).Judge(Rule.With(MissingCheckOutRule.GraceSeconds, 60));

        findings.Count.ShouldBe(found);
        findings.ShouldAllBe(f => !f.Facts.ContainsKey("sessionStartedAt") && f.Facts["closedByRule"] == (isClosedByRule ? "true" : "false"));
    }

    [Fact]
    public void Evaluate_WhenAnotherSessionWasBegunBeforeTheLimit_BelievesTheFlag() => At(Open with { IsForgotten = true }, Start.AddHours(9)).Judge(Rule).ShouldHaveSingleItem();

    [Fact]
    public void Evaluate_OfADayOutsideTheJudgedDates_FindsNothing()
    {
        (At(Open, Start.AddDays(2)) with { From = Day(1) }).Judge(Rule).ShouldBeEmpty();
        (At(Open, Start.AddDays(2)) with { From = Day(-7), To = Day(-1) }).Judge(Rule).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-03-28")] // 15 hours by the clock less one that the night jumped over
    [InlineData("2026-10-24")]
    public void Evaluate_OverANightOnWhichClocksChange_CountsRealSeconds(string evening)
    {
        var date = DateOnly.ParseExact(evening, "O", System.Globalization.CultureInfo.InvariantCulture);
        var start = Berlin(date, 22);
        var story = new Story(Lived(Plans.Of(Plans.NightId, "Europe/Berlin"), date, new AttendancePolicy { MaxSessionSeconds = 12 * 3600 }, Days.In(start))) { From = date, To = date, Today = date.AddDays(1) };

        (story with { AsOf = start.AddHours(12) }).Judge(Rule).ShouldBeEmpty();
        (story with { AsOf = start.AddHours(12).AddSeconds(1) }).Judge(Rule).ShouldHaveSingleItem().SubjectDate.ShouldBe(date);
    }

    [Fact]
    public void Evaluate_OnAHolidayOrLeave_FindsWhatWasForgottenAllTheSame()
    {
        var schedule = Plans.Of(Plans.OfficeId).WithHoliday(Day(0));

        new Story(Lived(schedule, Day(0), new AttendancePolicy(), Days.In(Start))).Judge(Rule).ShouldHaveSingleItem();
    }

    [Fact]
    public void Evaluate_WhenTheCheckOutHasCome_FindsNothing() =>
        new Story(Lived(Plans.Of(Plans.OfficeId), Day(0), new AttendancePolicy(), Days.In(Start), Days.Out(Start.AddHours(8)))).Judge(Rule).ShouldBeEmpty();

    private static Story At(AttendedDay day, DateTimeOffset at) => new(Attend(day)) { AsOf = at };
}
