using Satcom.Domain.Leaves;

namespace Satcom.Domain.UnitTests.Leaves;

public sealed class LeaveRechargeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Monday = new(2026, 3, 2);

    [Fact]
    public void Try_OfABatchThatFails_TakesOnLessEachTime_AndIsStuckAfterThreeWithOne()
    {
        var recharge = Asked();
        var narrowed = new List<int>();
        while (!recharge.IsStuck)
        {
            recharge.Try();
            narrowed.Add(recharge.Narrowed);
        }

        narrowed.ShouldBe([0, 1, 2, 3, 3, 3, 3], "The seventh is the one that leaves somebody out.");
    }

    [Fact]
    public void Skip_LeavesOneOut_AndGoesOnWithOneAtATime_UntilBatchesSucceed()
    {
        var recharge = Asked();
        var (first, second) = (Guid.CreateVersion7(Now), Guid.CreateVersion7(Now.AddSeconds(1)));
        for (var i = 0; i < 7; i++)
        {
            recharge.Try();
        }

        recharge.Skip(first);

        recharge.DequeueEvents().ShouldBe([new LeaveRechargeAdvanced(recharge.Id, first)]);
        (recharge.DoneTo, recharge.IsStuck).ShouldBe((first, false));
        var narrowed = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            recharge.Try();
            narrowed.Add(recharge.Narrowed);
            recharge.Advance(second);
        }

        narrowed.ShouldBe([3, 2, 1, 0, 0]);
    }

    [Fact]
    public void Failure_ThatFailsAgain_SpansBothPeriods_AndHasNoEndWhereOneHasNone()
    {
        var failure = new LeaveRechargeFailure(Guid.CreateVersion7(Now), Guid.CreateVersion7(Now), Guid.CreateVersion7(Now), Monday, Monday.AddDays(5), Now);

        failure.Join(Monday.AddDays(-1), Monday.AddDays(2), Now.AddHours(1));
        failure.From.ShouldBe(Monday.AddDays(-1));
        failure.To.ShouldBe(Monday.AddDays(5));
        failure.FailedAt.ShouldBe(Now.AddHours(1));
        failure.Join(Monday, Monday.AddDays(9), Now);
        failure.To.ShouldBe(Monday.AddDays(9));
        failure.Join(Monday, to: null, Now);
        failure.To.ShouldBeNull();
        failure.Join(Monday, Monday.AddDays(1), Now);
        failure.From.ShouldBe(Monday.AddDays(-1));
        failure.To.ShouldBeNull();
    }

    private static LeaveRecharge Asked()
    {
        var recharge = LeaveRecharge.Ask(Guid.CreateVersion7(Now), Guid.CreateVersion7(Now), Monday, to: null, Now);
        recharge.DequeueEvents();
        return recharge;
    }
}
