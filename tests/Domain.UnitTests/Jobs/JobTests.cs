using Satcom.Domain.Jobs;

namespace Satcom.Domain.UnitTests.Jobs;

public sealed class JobTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly Guid First = Guid.CreateVersion7(At);
    private static readonly Guid Second = Guid.CreateVersion7(At.AddSeconds(1));

    [Fact]
    public void Pause_WhenPausedAlready_KeepsWhoPausedItFirst()
    {
        var job = new Job("moves");

        job.Pause(First, "  one ", At).ShouldBeTrue();
        job.Pause(Second, "two", At.AddHours(1)).ShouldBeFalse();

        job.PausedAt.ShouldBe(At);
        job.PausedBy.ShouldBe(First);
        job.PauseReason.ShouldBe("one");
        job.Revision.ShouldBe(1);
    }

    [Fact]
    public void Resume_LeavesNothingOfThePause()
    {
        var job = new Job("moves");
        job.Resume().ShouldBeFalse();
        job.Pause(First, " ", At).ShouldBeTrue();
        job.PauseReason.ShouldBeNull();

        job.Resume().ShouldBeTrue();

        job.IsPaused.ShouldBeFalse();
        job.PausedBy.ShouldBeNull();
        job.Revision.ShouldBe(2);
    }

    [Fact]
    public void Cancel_WhileItWaits_EndsTheRunAtOnce()
    {
        var run = JobRun.Ask(First, Second, "moves", JobRunScope.Company, First, At);

        run.Cancel(Second, At.AddMinutes(1)).ShouldBeNull();
        run.Cancel(First, At.AddMinutes(2)).ShouldBeNull();

        run.State.ShouldBe(JobRunState.Cancelled);
        run.FinishedAt.ShouldBe(At.AddMinutes(1));
        run.CancelAskedAt.ShouldBe(At.AddMinutes(1));
        run.CancelAskedBy.ShouldBe(Second);
    }
}
