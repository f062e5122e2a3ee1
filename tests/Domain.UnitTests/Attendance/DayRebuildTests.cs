using Satcom.Domain.Attendance;

namespace Satcom.Domain.UnitTests.Attendance;

public sealed class DayRebuildTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public void R15_Try_TimeAndAgain_NarrowsTheBatch_AndIsStuckAfterSeven()
    {
        var rebuild = Begun();

        var tries = Enumerable.Range(0, 8).Select(_ =>
        {
            rebuild.Try();
            return (rebuild.Narrowed, rebuild.IsStuck);
        });

        tries.ShouldBe([(0, false), (1, false), (2, false), (3, false), (4, false), (4, false), (4, false), (4, true)]);
    }

    [Fact]
    public void R15_Count_AfterFailures_TakesOnMoreAgainStepByStep()
    {
        var rebuild = Begun();
        for (var i = 0; i < 5; i++)
        {
            rebuild.Try();
        }

        var narrowed = Enumerable.Range(0, 5).Select(_ =>
        {
            rebuild.Count(1, 0, Guid.CreateVersion7(Now), Now);
            rebuild.Try();
            return rebuild.Narrowed;
        });

        narrowed.ShouldBe([3, 2, 1, 0, 0]);
    }

    [Fact]
    public void R15_Skip_CountsWhoIsLeftOut_NamesTheFirstHundred_AndStaysCareful()
    {
        var rebuild = Begun();
        rebuild.DequeueEvents();
        var (one, next) = (Guid.CreateVersion7(Now), Guid.CreateVersion7(Now));

        rebuild.Skip([one], next, Now);

        (rebuild.Failed, rebuild.FailedIds.Single(), rebuild.DoneTo, rebuild.State).ShouldBe((1, one, next, RebuildState.Running));
        rebuild.DequeueEvents().ShouldHaveSingleItem().ShouldBe(new RebuildAdvanced(rebuild.Id, next));
        rebuild.Try();
        (rebuild.Narrowed, rebuild.IsStuck).ShouldBe((4, false));
        for (var i = 0; i < 100; i++)
        {
            rebuild.Skip([Guid.CreateVersion7(Now)], next, Now);
        }

        (rebuild.Failed, rebuild.FailedIds.Count).ShouldBe((101, 100));
        rebuild.Skip([], null, Now);
        (rebuild.Failed, rebuild.State).ShouldBe((101, RebuildState.Completed));
    }

    private static DayRebuild Begun()
    {
        var rebuild = DayRebuild.Ask(Guid.CreateVersion7(Now), Guid.CreateVersion7(Now), new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 2), [], Guid.CreateVersion7(Now), Now);
        rebuild.Begin(Now);
        return rebuild;
    }
}
