using Satcom.Domain.Anomalies;

namespace Satcom.Domain.UnitTests.Anomalies;

public sealed class AnomalyTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 3, 11, 0, 0, TimeSpan.Zero);
    private static readonly Guid Actor = Guid.CreateVersion7(At);
    private static readonly Guid Assignee = Guid.CreateVersion7(At);
    private static readonly Guid Person = Guid.CreateVersion7(At);

    /// <summary>Every status with every step: what it leads to, or null where it is forbidden.</summary>
    public static TheoryData<AnomalyStatus, string, AnomalyStatus?> Transitions() => new()
    {
        { AnomalyStatus.Open, "acknowledge", AnomalyStatus.Acknowledged },
        { AnomalyStatus.Open, "assign", AnomalyStatus.Open },
        { AnomalyStatus.Open, "unassign", AnomalyStatus.Open },
        { AnomalyStatus.Open, "resolve", AnomalyStatus.Resolved },
        { AnomalyStatus.Open, "reopen", null },
        { AnomalyStatus.Acknowledged, "acknowledge", null },
        { AnomalyStatus.Acknowledged, "assign", AnomalyStatus.Acknowledged },
        { AnomalyStatus.Acknowledged, "unassign", AnomalyStatus.Acknowledged },
        { AnomalyStatus.Acknowledged, "resolve", AnomalyStatus.Resolved },
        { AnomalyStatus.Acknowledged, "reopen", null },
        { AnomalyStatus.Resolved, "acknowledge", null },
        { AnomalyStatus.Resolved, "assign", null },
        { AnomalyStatus.Resolved, "unassign", null },
        { AnomalyStatus.Resolved, "resolve", null },
        { AnomalyStatus.Resolved, "reopen", AnomalyStatus.Open },
    };

    [Theory]
    [MemberData(nameof(Transitions))]
    public void A8_Step_FromEachStatus_FollowsTheTable(AnomalyStatus from, string step, AnomalyStatus? expected)
    {
        var anomaly = In(from);

        var error = Take(anomaly, step, NewMove("why"));

        if (expected is { } status)
        {
            error.ShouldBeNull();
            anomaly.Status.ShouldBe(status);
            anomaly.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new AnomalyChanged(anomaly.Id, anomaly.EmployeeId, status));
            var entry = anomaly.History[^1];
            entry.ShouldSatisfyAllConditions(
                () => entry.Action.ShouldStartWith(step),
                () => entry.ActorId.ShouldBe(Actor),
                () => entry.Note.ShouldBe("why"),
                () => entry.At.ShouldBe(At),
                () => entry.AnomalyId.ShouldBe(anomaly.Id),
                () => entry.TenantId.ShouldBe(anomaly.TenantId));
        }
        else
        {
            error.ShouldBeOfType<AnomalyStateForbids>();
            anomaly.Status.ShouldBe(from);
            anomaly.AssigneeId.ShouldBeNull();
            anomaly.DequeueEvents().ShouldBeEmpty();
        }
    }

    [Fact]
    public void A8_Transitions_CoverEveryStatusAndStep() =>
        Transitions().Select(row => (row.Data.Item1, row.Data.Item2)).Distinct().Count().ShouldBe(Enum.GetValues<AnomalyStatus>().Length * 5);

    [Fact]
    public void Raise_FromAFinding_KeepsItAndTellsIt()
    {
        var anomaly = Raised();

        anomaly.Status.ShouldBe(AnomalyStatus.Open);
        anomaly.Kind.ShouldBe(AnomalyKind.MissingCheckOut);
        anomaly.Severity.ShouldBe(AnomalySeverity.High);
        anomaly.SubjectDate.ShouldBe(new DateOnly(2026, 3, 2));
        anomaly.Facts["limitSeconds"].ShouldBe("1");
        anomaly.RaisedAt.ShouldBe(At);
        anomaly.History.ShouldBeEmpty();
        anomaly.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new AnomalyChanged(anomaly.Id, anomaly.EmployeeId, AnomalyStatus.Open));
    }

    [Fact]
    public void Assign_KeepsTheAssignee()
    {
        var anomaly = Raised();

        anomaly.Assign(Assignee, NewMove(null)).ShouldBeNull();

        anomaly.AssigneeId.ShouldBe(Assignee);
        anomaly.History.ShouldHaveSingleItem().AssigneeId.ShouldBe(Assignee);
    }

    [Fact]
    public void Assign_ToWhomeverHasIt_IsNoStepWithoutANote()
    {
        var anomaly = Raised();
        anomaly.Assign(Assignee, NewMove(null));

        anomaly.Assign(Assignee, NewMove(null)).ShouldBeNull();
        anomaly.History.Count.ShouldBe(1);
        anomaly.Assign(Assignee, NewMove("Still yours.")).ShouldBeNull();
        anomaly.History.Count.ShouldBe(2);
    }

    [Fact]
    public void Assign_ToNobody_TakesItFromWhoeverHasIt()
    {
        var anomaly = Raised();
        anomaly.Assign(Assignee, NewMove(null));

        anomaly.Assign(assigneeId: null, NewMove(null)).ShouldBeNull();

        anomaly.AssigneeId.ShouldBeNull();
        (anomaly.History[^1].Action, anomaly.History[^1].AssigneeId).ShouldBe(("unassigned", null));
    }

    [Fact]
    public void Step_ByOrToWhomItIsAbout_IsRefused()
    {
        var anomaly = Raised();
        anomaly.DequeueEvents();

        anomaly.Assign(Person, NewMove(null)).ShouldBeOfType<AnomalyOwn>();
        anomaly.Resolve(AnomalyResolution.Justified, NewMove(null) with { ActorId = Person }).ShouldBeOfType<AnomalyOwn>();

        (anomaly.Status, anomaly.AssigneeId).ShouldBe((AnomalyStatus.Open, null));
        anomaly.DequeueEvents().ShouldBeEmpty();
    }

    [Fact]
    public void Reopen_ForgetsTheResolution()
    {
        var anomaly = In(AnomalyStatus.Resolved);
        anomaly.Resolution.ShouldBe(AnomalyResolution.Justified);

        anomaly.Reopen(NewMove(null)).ShouldBeNull();

        anomaly.Resolution.ShouldBeNull();
    }

    private static Anomaly Raised() => new(
        Guid.CreateVersion7(At),
        Guid.CreateVersion7(At),
        new Finding(AnomalyKind.MissingCheckOut, AnomalySeverity.High, Person, new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 2), new Dictionary<string, string>(StringComparer.Ordinal) { ["limitSeconds"] = "1" }),
        At);

    private static Anomaly In(AnomalyStatus status)
    {
        var anomaly = Raised();
        _ = status switch
        {
            AnomalyStatus.Open => null,
            AnomalyStatus.Acknowledged => anomaly.Acknowledge(NewMove(null)),
            AnomalyStatus.Resolved => anomaly.Resolve(AnomalyResolution.Justified, NewMove(null)),
        };
        anomaly.DequeueEvents();
        return anomaly;
    }

    private static Domain.Common.Error? Take(Anomaly anomaly, string step, AnomalyMove move) => step switch
    {
        "acknowledge" => anomaly.Acknowledge(move),
        "assign" => anomaly.Assign(Assignee, move),
        "unassign" => anomaly.Assign(assigneeId: null, move),
        "resolve" => anomaly.Resolve(AnomalyResolution.Corrected, move),
        "reopen" => anomaly.Reopen(move),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private static AnomalyMove NewMove(string? note) => new(Guid.CreateVersion7(At), Actor, note, At);
}
