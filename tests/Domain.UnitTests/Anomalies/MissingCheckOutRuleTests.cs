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
    private static readonly AttendedDay Flagged = Open with { IsForgotten = true };

    [Fact]
    public void Evaluate_OfASessionThatIsOpen_WaitsForTheDayToSayThatItIsForgotten() => At(Open, Start.AddDays(3)).Judge(Rule).ShouldBeEmpty();

    [Fact]
    public void Evaluate_OfAFlaggedDay_FindsTheSessionWithItsFacts() =>
        At(Flagged, Start.AddSeconds(Limit).AddTicks(1)).Judge(Rule).ShouldHaveSingleItem().ShouldBe(
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
        At(Flagged with { UnclosedSince = Start.ToOffset(TimeSpan.FromHours(4)) }, Start.AddDays(1)).Judge(Rule).ShouldHaveSingleItem().Facts["sessionStartedAt"].ShouldBe("2026-03-02T18:30:00Z");

    [Fact]
    public void Evaluate_WhenTheDayFlagsItself_AgreesToTheTick()
    {
        foreach (var at in new[] { Start.AddSeconds(Limit), Start.AddSeconds(Limit).AddTicks(1) })
        {
            var id = Guid.CreateVersion7(Start);
            var day = AttendanceDay.Open(id, id, Plans.Person, new PunchFacts(id, Start, Start, "UTC") { WorkMode = WorkMode.Office });

            var isFlagged = day.FlagMissedCheckOut(at, Limit);

            (day.LackingSince, day.LackingLimitSeconds).ShouldBe((Start, Limit));
            At(Open with { IsForgotten = day.Flags.Contains(DayFlags.MissingCheckOut) }, at).Judge(Rule).Count.ShouldBe(isFlagged ? 1 : 0);
        }
    }

    [Theory]
    [InlineData(Limit + 3600, 0)]
    [InlineData(Limit + 3601, 1)]
    public void Evaluate_AroundTheGrace_WaitsForItsEnd(int seconds, int found)
    {
        var rule = Rule.With(MissingCheckOutRule.GraceSeconds, 3600);

        At(Flagged, Start.AddSeconds(seconds)).Judge(rule).Count.ShouldBe(found);
        At(Open with { IsClosedByRule = true }, Start.AddSeconds(seconds)).Judge(rule).Count.ShouldBe(found);
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
    public void Evaluate_WhenAnotherSessionWasBegunBeforeTheLimit_BelievesTheFlag() => At(Flagged, Start.AddHours(9)).Judge(Rule).ShouldHaveSingleItem();

    [Fact]
    public void Evaluate_OfADayOutsideTheJudgedDates_FindsNothing()
    {
        (At(Flagged, Start.AddDays(2)) with { From = Day(1) }).Judge(Rule).ShouldBeEmpty();
        (At(Flagged, Start.AddDays(2)) with { From = Day(-7), To = Day(-1) }).Judge(Rule).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-03-28")]
    [InlineData("2026-10-24")]
    public void Evaluate_OverANightOnWhichClocksChange_CountsRealSecondsOfGrace(string evening)
    {
        var date = DateOnly.ParseExact(evening, "O", System.Globalization.CultureInfo.InvariantCulture);
        var start = Berlin(date, 22);
        var story = new Story(Attend(Worked(date) with { UnclosedSince = start, LimitSeconds = 10 * 3600, IsForgotten = true })) { From = date, To = date };
        var rule = Rule.With(MissingCheckOutRule.GraceSeconds, 2 * 3600);

        (story with { AsOf = start.AddHours(12) }).Judge(rule).ShouldBeEmpty();
        (story with { AsOf = start.AddHours(12).AddSeconds(1) }).Judge(rule).ShouldHaveSingleItem().SubjectDate.ShouldBe(date);
    }

    [Fact]
    public void Evaluate_OnAHolidayOrLeave_FindsWhatWasForgottenAllTheSame() => new Story(Attend(Flagged with { ScheduledSeconds = 0 })).Judge(Rule).ShouldHaveSingleItem();

    [Fact]
    public void Evaluate_WhenTheCheckOutHasCome_FindsNothing() =>
        new Story(Lived(Plans.Of(Plans.OfficeId), Day(0), new AttendancePolicy(), Days.In(Start), Days.Out(Start.AddHours(8)))).Judge(Rule).ShouldBeEmpty();

    private static Story At(AttendedDay day, DateTimeOffset at) => new(Attend(day)) { AsOf = at };
}
