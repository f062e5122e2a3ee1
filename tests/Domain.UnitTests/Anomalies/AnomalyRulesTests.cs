using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Identity;
using Satcom.Domain.UnitTests.Shifts;
using static Satcom.Domain.UnitTests.Anomalies.Timelines;

namespace Satcom.Domain.UnitTests.Anomalies;

public sealed class AnomalyRulesTests
{
    private static readonly RuleSettings Breaks = Settings(AnomalyKind.ExcessiveBreak);

    private static readonly Story Rested = new(Attend(Worked(Day(0)) with { BreakSeconds = 9000, ShiftId = Plans.OfficeId }), Attend(Worked(Day(7)) with { BreakSeconds = 9000, ShiftId = Plans.NightId }))
    {
        Roles = [Roles.Employee, Roles.Staff],
        Teams = [new(DateOnly.MinValue, Story.Team), new(Day(5), null)],
    };

    [Fact]
    public void All_HasTheRuleOfEachKind() => AnomalyRules.All.Select(r => r.Kind).ShouldBe(Enum.GetValues<AnomalyKind>());

    [Fact]
    public void Thresholds_OfEveryRule_HaveNamesOfTheirOwnAndDefaultsWithinTheirBounds()
    {
        foreach (var rule in AnomalyRules.All)
        {
            rule.Thresholds.Select(t => t.Name).ShouldBeUnique(StringComparer.Ordinal);
            rule.Thresholds.ShouldAllBe(t => t.Min <= t.Default && t.Default <= t.Max && t.Min < t.Max);
            rule.Inputs.ShouldNotBe(RuleInputs.None);
        }
    }

    [Fact]
    public void LookbackDays_OfManyRules_IsTheLongestOfThoseThatAreOn()
    {
        AnomalyRules.LookbackDays(AnomalyRules.All.Select(RuleSettings.DefaultOf)).ShouldBe(8 * 7);
        AnomalyRules.LookbackDays([Settings(AnomalyKind.OvertimeSpike) with { IsEnabled = false }, Settings(AnomalyKind.GeofenceFailure)]).ShouldBe(14);
        AnomalyRules.LookbackDays([]).ShouldBe(0);
    }

    [Fact]
    public void Evaluate_WhenTheRuleIsOff_FindsNothing()
    {
        Rested.Judge(Breaks).Count.ShouldBe(2);
        Rested.Judge(Breaks with { IsEnabled = false }).ShouldBeEmpty();
    }

    [Fact]
    public void Evaluate_WithASeverity_GivesItToWhatItFinds() => Rested.Judge(Breaks with { Severity = AnomalySeverity.High }).ShouldAllBe(f => f.Severity == AnomalySeverity.High);

    [Theory]
    [InlineData(Roles.Staff, 2)]
    [InlineData(Roles.Manager, 0)]
    public void Evaluate_WithARoleInScope_LooksAtThoseWhoHaveIt(string role, int found) =>
        Rested.Judge(Breaks with { Scope = RuleScope.Everybody with { Roles = [role] } }).Count.ShouldBe(found);

    [Fact]
    public void Evaluate_WithATeamInScope_LooksAtTheDatesOnWhichThePersonWasInIt() =>
        Rested.Judge(Breaks with { Scope = RuleScope.Everybody with { TeamIds = [Story.Team] } }).ShouldHaveSingleItem().SubjectDate.ShouldBe(Day(0));

    [Fact]
    public void Evaluate_WithShiftAndTeamInScope_AsksForBoth()
    {
        Rested.Judge(Breaks with { Scope = RuleScope.Everybody with { ShiftIds = [Plans.NightId] } }).ShouldHaveSingleItem().SubjectDate.ShouldBe(Day(7));
        Rested.Judge(Breaks with { Scope = RuleScope.Everybody with { ShiftIds = [Plans.NightId], TeamIds = [Story.Team] } }).ShouldBeEmpty();
    }

    [Fact]
    public void Evaluate_OfManyRules_KeepsTheOrderOfTheirSettings()
    {
        var story = Rested with { Told = [.. Rested.Told, Fenced(Day(0), FenceResult.Outside)] };
        var fences = Settings(AnomalyKind.GeofenceFailure).With(GeofenceFailureRule.MinimumCount, 1);

        story.Judge(fences, Breaks).Select(f => f.Kind).ShouldBe([AnomalyKind.GeofenceFailure, AnomalyKind.ExcessiveBreak, AnomalyKind.ExcessiveBreak]);
    }

    [Fact]
    public void Begin_OfTheNextPerson_LeavesNothingOfTheOneBefore()
    {
        var builder = new TimelineBuilder(TimelineWindow.Of(Rested.From, Rested.To, 0, Story.Weeks, timesheetDueDays: 3));

        Rested.Judge(builder, [Breaks]).Count.ShouldBe(2);
        new Story().Judge(builder, [Breaks]).ShouldBeEmpty();
    }

    [Fact]
    public void Build_OfWhatLiesOutsideTheWindow_KeepsNothingOfIt()
    {
        var story = new Story(Attend(Worked(Day(-1)) with { BreakSeconds = 9000 }), Entered(Day(28), 60, 0), Fenced(Day(28), FenceResult.Outside), Fenced(Day(-400), FenceResult.Outside));
        var builder = new TimelineBuilder(TimelineWindow.Of(story.From, story.To, 0, Story.Weeks, timesheetDueDays: 3));

        foreach (var day in story.Tell(builder).Days)
        {
            day.ShouldBe(new TimelineDay { Date = day.Date });
        }
    }

    [Fact]
    public void Window_OverChangingWeeks_LeavesNoDateOutAndNoneTwice()
    {
        var rules = Story.Weeks.Append(new(Day(9), new(DayOfWeek.Sunday, Domain.Shifts.Weekdays.Friday))).ToList();
        var window = TimelineWindow.Of(Day(1), Day(20), 10, rules, timesheetDueDays: 2);

        window.First.ShouldBe(Day(-14));
        window.Last.ShouldBe(Day(26));
        var next = window.First;
        foreach (var week in window.Weeks)
        {
            week.First.ShouldBe(next);
            week.DueOn.ShouldBe(week.Last.AddDays(2));
            next = week.Last.AddDays(1);
        }

        next.AddDays(-1).ShouldBe(window.Last);
    }

    [Fact]
    public void Evaluate_InTheSteadyState_AllocatesNothingPerDay()
    {
        RuleSettings[] settings = [.. AnomalyRules.All.Select(RuleSettings.DefaultOf)];
        var builder = new TimelineBuilder(TimelineWindow.Of(Day(0), Day(89), AnomalyRules.LookbackDays(settings), Story.Weeks, timesheetDueDays: 3));
        List<Finding> findings = [];
        for (var i = 0; i < 3; i++)
        {
            Live();
        }

        // The least of a few: a collection that another test causes takes what is left of this thread's allocation context, and counts it.
        Enumerable.Range(0, 5).Min(_ => AllocatedByTwentyLives()).ShouldBe(0);
        findings.ShouldBeEmpty();

        long AllocatedByTwentyLives()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++)
            {
                Live();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Live()
        {
            builder.Begin(Plans.Person, [], [], DateTimeOffset.UnixEpoch, Day(120));
            for (var i = 0; i < 90; i++)
            {
                builder.Attend(Worked(Day(i)) with { LateSeconds = i % 30 == 0 ? 600 : 0, OvertimeSeconds = 60, BreakSeconds = 600, LunchSeconds = 1800 });
                builder.Work(Day(i), 8 * 3600);
                builder.Enter(Day(i), 480);
            }

            AnomalyRules.Evaluate(builder.Build(), settings, findings);
        }
    }
}
