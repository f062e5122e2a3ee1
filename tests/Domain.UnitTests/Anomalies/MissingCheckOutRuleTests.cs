using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;

namespace Satcom.Domain.UnitTests.Anomalies;

public sealed class MissingCheckOutRuleTests
{
    private const int Limit = 16 * 3600;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 18, 30, 0, TimeSpan.Zero);
    private static readonly OpenSession Session = new(Guid.CreateVersion7(Start), new DateOnly(2026, 3, 2), Start);

    [Theory]
    [InlineData(0)]
    [InlineData(Limit - 1)]
    [InlineData(Limit)]
    public void Judge_WhenWithinTheLimit_FindsNothing(int seconds) =>
        MissingCheckOutRule.Judge(Session, Start.AddSeconds(seconds), Limit).ShouldBeNull();

    [Fact]
    public void Judge_WhenOneTickPastTheLimit_FindsTheSessionWithItsFacts()
    {
        var finding = MissingCheckOutRule.Judge(Session, Start.AddSeconds(Limit).AddTicks(1), Limit);

        finding.ShouldNotBeNull();
        finding.Kind.ShouldBe(AnomalyKind.MissingCheckOut);
        finding.Severity.ShouldBe(AnomalySeverity.Medium);
        finding.EmployeeId.ShouldBe(Session.EmployeeId);
        finding.SubjectDate.ShouldBe(Session.Date);
        finding.Facts.ShouldBe(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["date"] = "2026-03-02", ["sessionStartedAt"] = "2026-03-02T18:30:00Z", ["limitSeconds"] = "57600" },
            ignoreOrder: true);
    }

    [Fact]
    public void Judge_WhenTheSessionStartedInAnotherOffset_NamesTheInstantInUtc()
    {
        var session = Session with { StartedAt = Start.ToOffset(TimeSpan.FromHours(4)) };

        MissingCheckOutRule.Judge(session, Start.AddDays(1), Limit)!.Facts["sessionStartedAt"].ShouldBe("2026-03-02T18:30:00Z");
    }

    [Fact]
    public void Judge_WhenTheDayFlagsItself_AgreesToTheTick()
    {
        foreach (var at in new[] { Start.AddSeconds(Limit), Start.AddSeconds(Limit).AddTicks(1) })
        {
            var id = Guid.CreateVersion7(Start);
            var day = AttendanceDay.Open(id, id, Session.EmployeeId, new PunchFacts(id, Start, Start, "UTC") { WorkMode = WorkMode.Office });

            day.FlagMissedCheckOut(at, Limit).ShouldBe(MissingCheckOutRule.Judge(Session, at, Limit) is not null);
        }
    }
}
