using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.UnitTests.Shifts;
using static Satcom.Domain.UnitTests.Anomalies.Timelines;

namespace Satcom.Domain.UnitTests.Anomalies;

public sealed class GeofenceFailureRuleTests
{
    private static readonly RuleSettings Rule = Settings(AnomalyKind.GeofenceFailure);

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    public void Evaluate_AroundTheCount_FindsFromItOn(int failures, int found) => new Story([.. Enumerable.Repeat(Fenced(Day(0), FenceResult.Outside), failures)]).Judge(Rule).Count.ShouldBe(found);

    [Theory]
    [InlineData(13, 1)]
    [InlineData(14, 0)]
    public void Evaluate_AroundTheWindow_CountsCalendarDays(int last, int found) =>
        new Story(Fenced(Day(0), FenceResult.Outside), Fenced(Day(1), FenceResult.Outside), Fenced(Day(last), FenceResult.Outside)).Judge(Rule).Count.ShouldBe(found);

    [Theory]
    [InlineData(FenceResult.Uncertain, WorkMode.Office)]
    [InlineData(FenceResult.Inside, WorkMode.Office)]
    [InlineData(FenceResult.Outside, WorkMode.Remote)]
    [InlineData(FenceResult.NotProvided, WorkMode.Field)]
    public void R27_Evaluate_OfWhatIsNoFailureAtAnOffice_NeverCountsIt(FenceResult result, WorkMode mode) =>
        new Story([.. Enumerable.Repeat(Fenced(Day(0), result, mode), 50)]).Judge(Rule.With(GeofenceFailureRule.MinimumCount, 1)).ShouldBeEmpty();

    [Fact]
    public void Evaluate_WhenCountIsReached_NamesBothSortsOfFailure() =>
        new Story(Fenced(Day(0), FenceResult.Outside), Fenced(Day(2), FenceResult.NotProvided), Fenced(Day(2), FenceResult.Outside), Fenced(Day(3), FenceResult.Uncertain))
            .Judge(Rule).ShouldHaveSingleItem().ShouldBe(
                new Finding(AnomalyKind.GeofenceFailure, AnomalySeverity.High, Plans.Person, Day(0), Day(6), new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["count"] = "3",
                    ["dates"] = "2026-03-02,2026-03-04",
                    ["outsideCount"] = "2",
                    ["notProvidedCount"] = "1",
                    ["minimumCount"] = "3",
                    ["windowDays"] = "14",
                }));

    [Fact]
    public void Evaluate_OfCheckInsThatWereRefused_CountsThemWithoutADay() =>
        new Story([.. Enumerable.Range(0, 3).Select(i => Fenced(Day(i), FenceResult.Outside))]).Judge(Rule).ShouldHaveSingleItem();

    [Fact]
    public void Evaluate_OnDaysOfLeave_CountsThemInTheWindowToo()
    {
        // Unlike working days, calendar days pass while somebody is away.
        new Story([Fenced(Day(0), FenceResult.Outside), Fenced(Day(1), FenceResult.Outside), .. LateOn(1, []), Fenced(Day(20), FenceResult.Outside)]).Judge(Rule).ShouldBeEmpty();
    }
}
