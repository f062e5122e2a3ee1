using Satcom.Domain.Anomalies;
using Satcom.Domain.Timesheets;

namespace Satcom.Domain.UnitTests.Anomalies;

/// <summary>How an anomaly follows what its rule finds from judgement to judgement.</summary>
public sealed class FollowTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 3, 11, 0, 0, TimeSpan.Zero);
    private static readonly Guid Person = Guid.CreateVersion7(At);
    private static readonly DateOnly Date = new(2026, 3, 2);

    [Fact]
    public void Follow_OfWhatSaysTheSame_ChangesNothing()
    {
        var (anomaly, facts) = (Raised(), Found("1").Facts);
        var before = anomaly.Facts;

        anomaly.Follow(new Finding(AnomalyKind.ExcessiveBreak, AnomalySeverity.Low, Person, Date, Date, new Dictionary<string, string>(facts, StringComparer.Ordinal)), Move());

        anomaly.Facts.ShouldBeSameAs(before);
        anomaly.DequeueEvents().ShouldBeEmpty();
        anomaly.History.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(AnomalyStatus.Open)]
    [InlineData(AnomalyStatus.Acknowledged)]
    public void Follow_OfWhatSaysSomethingElse_TakesItInAndTellsIt(AnomalyStatus status)
    {
        var anomaly = Raised();
        if (status == AnomalyStatus.Acknowledged)
        {
            anomaly.Acknowledge(Move());
            anomaly.DequeueEvents();
        }

        anomaly.Follow(Found("2", AnomalySeverity.High), Move());

        (anomaly.Facts["overSeconds"], anomaly.Severity, anomaly.Status).ShouldBe(("2", AnomalySeverity.High, status));
        anomaly.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new AnomalyChanged(anomaly.Id, Person, status));
    }

    [Fact]
    public void Clear_OfWhatNobodySettled_SettlesItWithANote()
    {
        var anomaly = Raised();

        anomaly.Clear(Move("It is over."));

        (anomaly.Status, anomaly.Resolution, anomaly.IsCleared).ShouldBe((AnomalyStatus.Resolved, AnomalyResolution.Corrected, true));
        var step = anomaly.History.ShouldHaveSingleItem();
        (step.Action, step.ActorId, step.Note).ShouldBe(("cleared", null, "It is over."));
    }

    [Fact]
    public void Follow_AfterTheServiceClearedIt_OpensItAgainAlsoWhenItSaysTheSame()
    {
        var anomaly = Raised();
        anomaly.Clear(Move());

        anomaly.Follow(Found("1"), Move());

        (anomaly.Status, anomaly.Resolution, anomaly.IsCleared).ShouldBe((AnomalyStatus.Open, null, false));
        anomaly.History.Select(s => s.Action).ShouldBe(["cleared", "raised"]);
    }

    [Fact]
    public void FollowAndClear_AfterAPersonResolvedIt_LeaveTheirWord()
    {
        var anomaly = Raised();
        anomaly.Resolve(AnomalyResolution.Warned, Move("Nothing to see.") with { ActorId = Person }).ShouldBe(new AnomalyOwn());
        anomaly.Resolve(AnomalyResolution.Warned, Move("Told them.") with { ActorId = Guid.CreateVersion7(At) }).ShouldBeNull();
        anomaly.DequeueEvents();

        anomaly.Follow(Found("2"), Move());
        anomaly.Clear(Move());

        (anomaly.Status, anomaly.Resolution, anomaly.Facts["overSeconds"], anomaly.IsCleared).ShouldBe((AnomalyStatus.Resolved, AnomalyResolution.Warned, "1", false));
        anomaly.History.Count.ShouldBe(1);
        anomaly.DequeueEvents().ShouldBeEmpty();
    }

    [Fact]
    public void Reopen_ByAPersonOfWhatWasCleared_IsAPersonsWord()
    {
        var anomaly = Raised();
        anomaly.Clear(Move());

        anomaly.Reopen(Move() with { ActorId = Person }).ShouldBeNull();

        (anomaly.Status, anomaly.IsCleared).ShouldBe((AnomalyStatus.Open, false));
    }

    [Fact]
    public void Clear_OfWhatAPersonOpenedAgain_LeavesItUntilSomebodyResolvesIt()
    {
        var anomaly = Raised();
        anomaly.Clear(Move());
        anomaly.Reopen(Move() with { ActorId = Guid.CreateVersion7(At) }).ShouldBeNull();

        anomaly.Clear(Move());
        (anomaly.Status, anomaly.IsHeld).ShouldBe((AnomalyStatus.Open, true));

        anomaly.Resolve(AnomalyResolution.Justified, Move() with { ActorId = Guid.CreateVersion7(At) }).ShouldBeNull();
        (anomaly.Status, anomaly.IsHeld).ShouldBe((AnomalyStatus.Resolved, false));
    }

    [Fact]
    public void Resolve_OfWhatTheServiceCleared_ClassesItAsAPersonsWord()
    {
        var anomaly = Raised();
        anomaly.Clear(Move());

        anomaly.Resolve(AnomalyResolution.Justified, Move() with { ActorId = Guid.CreateVersion7(At) }).ShouldBeNull();
        (anomaly.Resolution, anomaly.IsCleared).ShouldBe((AnomalyResolution.Justified, false));
        anomaly.Resolve(AnomalyResolution.Warned, Move() with { ActorId = Guid.CreateVersion7(At) }).ShouldBe(new AnomalyStateForbids());
    }

    [Fact]
    public void Judgement_ThatManyChangesJoin_IsCalledForOnceFromTheFirstDate()
    {
        var due = Judgement.Of(Person, Person, Date, RuleInputs.Fences);
        due.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new JudgementDue(Person));

        due.Join(Date.AddDays(3), RuleInputs.Timesheets, isLost: false);
        due.Join(Date.AddDays(-3), RuleInputs.Fences, isLost: false);

        due.DequeueEvents().ShouldBeEmpty();
        (due.From, due.Inputs, due.Changes).ShouldBe((Date.AddDays(-3), RuleInputs.Fences | RuleInputs.Timesheets, 2));
    }

    [Fact]
    public void Judgement_OfVeryMany_IsCalledForSoonerByWhatHappensJustNow()
    {
        var due = Judgement.Of(Person, Person, Date, RuleInputs.Attendance, isBulk: true);
        due.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new RebuiltJudgementDue(Person));

        due.Join(Date, RuleInputs.Attendance, isLost: false, isBulk: true);
        due.DequeueEvents().ShouldBeEmpty();
        due.Join(Date, RuleInputs.Fences, isLost: false);
        due.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new JudgementDue(Person));
        due.Join(Date, RuleInputs.Attendance, isLost: false, isBulk: true);
        due.DequeueEvents().ShouldBeEmpty();
    }

    /// <summary>Whoever read older days meanwhile meets another version, and begins again.</summary>
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Judgement_ThatIsSettled_IsAnotherVersionOfItself(bool wasDue, int changes)
    {
        var judgement = wasDue ? Judgement.Of(Person, Person, Date, RuleInputs.Fences) : Judgement.Settled(Person, Person, Date);

        judgement.Settle();

        (judgement.IsDue, judgement.Changes).ShouldBe((false, changes));
    }

    [Fact]
    public void Judgement_ThatWasGivenUpOrIsSettled_IsCalledForAnew()
    {
        var due = Judgement.Of(Person, Person, Date, RuleInputs.Fences);
        due.DequeueEvents();

        due.Join(Date.AddDays(3), RuleInputs.Fences, isLost: true);
        due.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new JudgementDue(Person));
        (due.IsDue, due.From).ShouldBe((true, Date));

        due.Settle();
        due.Join(Date.AddDays(9), RuleInputs.Attendance, isLost: false);
        due.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new JudgementDue(Person));
        (due.IsDue, due.From, due.Inputs).ShouldBe((true, Date.AddDays(9), RuleInputs.Attendance));
    }

    [Fact]
    public void Evaluation_BatchByBatch_AsksForTheNextAndEndsWithTheLast()
    {
        var evaluation = AnomalyEvaluation.Ask(Person, Person, Date, Date, [], people: 3, Person, slot: 1, At);
        evaluation.State.ShouldBe(EvaluationState.Queued);
        evaluation.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new EvaluationAdvanced(Person, Guid.Empty));

        evaluation.Count(2, raised: 2, changed: 1, cleared: 0, next: Person, At);
        evaluation.State.ShouldBe(EvaluationState.Running);
        evaluation.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new EvaluationAdvanced(Person, Person));

        evaluation.Count(1, raised: 0, changed: 0, cleared: 1, next: null, At);
        (evaluation.State, evaluation.Done, evaluation.Raised, evaluation.Changed, evaluation.Cleared, evaluation.FinishedAt).ShouldBe((EvaluationState.Completed, 3, 2, 1, 1, At));
        evaluation.DequeueEvents().ShouldBeEmpty();
    }

    [Fact]
    public void Evaluation_TriedTimeAndAgain_TakesOnLessAndLeavesOneOut()
    {
        var evaluation = AnomalyEvaluation.Ask(Person, Person, Date, Date, [], people: 2, Person, slot: 1, At);
        var steps = Enumerable.Range(0, 8).Select(_ =>
        {
            evaluation.Try();
            return (evaluation.Narrowed, evaluation.IsStuck);
        }).ToList();
        steps.ShouldBe([(0, false), (1, false), (2, false), (3, false), (4, false), (4, false), (4, false), (4, true)]);

        evaluation.Skip([Person], next: Person, At);
        (evaluation.Done, evaluation.Failed, evaluation.IsStuck, evaluation.DoneTo, evaluation.State).ShouldBe((1, 1, false, Person, EvaluationState.Running));
        evaluation.FailedIds.ShouldBe([Person]);
        evaluation.Count(1, raised: 0, changed: 0, cleared: 0, next: null, At);
        (evaluation.Done, evaluation.State).ShouldBe((2, EvaluationState.Completed));
    }

    [Fact]
    public void Evaluation_ThatSomebodyEnds_IsOverAndEndsOnce()
    {
        var evaluation = AnomalyEvaluation.Ask(Person, Person, Date, Date, [], people: 3, Person, slot: 1, At);

        evaluation.Cancel(At).ShouldBeTrue();
        (evaluation.State, evaluation.FinishedAt).ShouldBe((EvaluationState.Cancelled, At));
        evaluation.Cancel(At).ShouldBeFalse();
    }

    [Fact]
    public void Entries_OfAWeek_AreToldOnceItIsDue()
    {
        var week = new TimesheetWeek(Person, Person, Person, Date, Date.AddDays(6));

        week.EntriesChange(latest: Date.AddDays(8), dueDays: 2);
        week.DequeueEvents().ShouldBeEmpty();

        week.EntriesChange(latest: Date.AddDays(9), dueDays: 2);
        week.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new DueWeekEntered(Person, Person, Date));
    }

    private static Anomaly Raised()
    {
        var anomaly = new Anomaly(Person, Guid.CreateVersion7(At), Found("1"), At);
        anomaly.DequeueEvents();
        return anomaly;
    }

    private static Finding Found(string over, AnomalySeverity severity = AnomalySeverity.Low) =>
        new(AnomalyKind.ExcessiveBreak, severity, Person, Date, Date, new Dictionary<string, string>(StringComparer.Ordinal) { ["overSeconds"] = over });

    private static AnomalyMove Move(string? note = null) => new(Guid.CreateVersion7(At), ActorId: null, note, At);
}
