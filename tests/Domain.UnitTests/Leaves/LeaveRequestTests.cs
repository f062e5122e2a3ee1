using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;
using Satcom.Domain.UnitTests.Shifts;

namespace Satcom.Domain.UnitTests.Leaves;

/// <summary>What becomes of a request. 2026-03-02 is a Monday.</summary>
public sealed class LeaveRequestTests
{
    private static readonly DateOnly Before = Plans.Monday.AddDays(-1);
    private static readonly LeaveDecider Hr = new(Requests.Hr);
    private static readonly LeaveDecider Manager = new(Requests.Manager);

    [Fact]
    public void R25_Cancel_OfApprovedLeave_ReversesExactlyItsOwnEntries()
    {
        var account = Requests.Account(20);
        var (kept, cancelled) = (Requests.Approved(account, Requests.Wish(Plans.Monday, Plans.Monday.AddDays(1))), Requests.Approved(account, Requests.Wish(Plans.Monday.AddDays(2), Plans.Monday.AddDays(4))));
        account.Balance.ShouldBe(15);

        cancelled.Cancel(Plans.Person, account, Before, Requests.At, note: null, Requests.NewId).ShouldBeNull();

        cancelled.DequeueEvents().TakeLast(2).ShouldBe(
            [new LeaveCancelled(cancelled.Id, Plans.Person, Plans.Monday.AddDays(2), Plans.Monday.AddDays(4)), new LeaveRequestChanged(cancelled.Id, Plans.Person, LeaveStatus.Cancelled)]);
        var reversals = account.Entries.Where(e => e.Kind == LeaveEntryKind.Reversal).ToList();
        reversals.Select(r => r.ReversesId).ShouldBe(account.Entries.Where(e => e.Kind == LeaveEntryKind.Taken && e.RequestId == cancelled.Id).Select(e => (Guid?)e.Id));
        reversals.Select(r => (r.Date, r.Amount)).ShouldBe([(Plans.Monday.AddDays(2), 1m), (Plans.Monday.AddDays(3), 1m), (Plans.Monday.AddDays(4), 1m)]);
        account.Balance.ShouldBe(18);
        cancelled.Cancel(Requests.Hr, account, Before, Requests.At, note: null, Requests.NewId).ShouldBeOfType<LeaveAlreadyDecided>();
        account.Reverse(cancelled.Id, Requests.NewId);
        account.Balance.ShouldBe(18);
        kept.Status.ShouldBe(LeaveStatus.Approved);
    }

    [Fact]
    public void R22_Recharge_AfterAHoliday_GivesItsDateBackAndTakesItAgainWithoutIt()
    {
        var account = Requests.Account(5);
        var request = Requests.Approved(account, Requests.Wish(Plans.Monday, Plans.Monday.AddDays(4)));
        var (tuesday, before) = (Plans.Monday.AddDays(1), request.Days);
        account.Balance.ShouldBe(0);
        request.DequeueEvents();

        Recharge(Plans.Of(Plans.OfficeId).WithHoliday(tuesday)).ShouldBeTrue();

        (account.Balance, request.Amount, request.Days.Select(d => d.Date).Contains(tuesday)).ShouldBe((1m, 4m, false));
        var reversal = account.Entries[^1];
        (reversal.Kind, reversal.Date, reversal.ReversesId).ShouldBe((LeaveEntryKind.Reversal, tuesday, account.Entries.Single(e => e.Kind == LeaveEntryKind.Taken && e.Date == tuesday).Id));
        request.DequeueEvents().ShouldBe([new LeaveApproved(request.Id, Plans.Person, tuesday, tuesday), new LeaveRequestChanged(request.Id, Plans.Person, LeaveStatus.Approved)]);
        Recharge(Plans.Of(Plans.OfficeId).WithHoliday(tuesday)).ShouldBeFalse();

        // Half a holiday costs half; and what is taken again has a key of its own.
        Recharge(Plans.Of(Plans.OfficeId).WithHoliday(tuesday, DayHalves.Am)).ShouldBeTrue();
        account.Balance.ShouldBe(0.5m);
        account.Entries[^1].Key.ShouldEndWith("2026-03-03:2");
        Recharge(Plans.Of(Plans.OfficeId)).ShouldBeTrue();
        (account.Balance, request.Amount).ShouldBe((0m, 5m));
        request.Days.ShouldBe(before);

        request.Cancel(Requests.Hr, account, Before, Requests.At, note: null, Requests.NewId).ShouldBeNull();
        account.Balance.ShouldBe(5, "Each taking is taken back once.");

        bool Recharge(WorkSchedule schedule) => request.Recharge(
            LeaveCharge.Of(Requests.Type(), request.From, request.To, request.Portion, null, schedule).Value, request.From, request.To, account, Requests.NewId);
    }

    [Fact]
    public void R22_Recharge_OfAnUndecidedRequest_HoldsWhatItCostsNow()
    {
        var account = Requests.Account(5);
        var request = Requests.Ask(account, Requests.Wish(Plans.Monday, Plans.Monday.AddDays(4)));

        request.Recharge([], Plans.Monday, Plans.Monday.AddDays(1), account, Requests.NewId).ShouldBeTrue();

        (request.Amount, account.Pending, account.Entries.Count).ShouldBe((3m, 3m, 1));
        request.Approve(Hr, account, inTwoSteps: false, Requests.At, note: null, Requests.NewId).ShouldBeNull();
        (account.Balance, account.Pending).ShouldBe((2m, 0m));
    }

    [Fact]
    public void EndOn_OfLeaveThatHasBegun_GivesTheRestBackAndFreesItsDates()
    {
        var account = Requests.Account(5);
        var request = Requests.Approved(account, Requests.Wish(Plans.Monday, Plans.Monday.AddDays(4)));

        request.EndOn(Plans.Monday.AddDays(1), account, Requests.NewId);

        (account.Balance, request.Amount, request.To).ShouldBe((3m, 2m, Plans.Monday.AddDays(1)));
        LeaveRequest.Create(Guid.Empty, account, Requests.Type(), Requests.Wish(Plans.Monday.AddDays(2)), Plans.Of(Plans.OfficeId), [request]).Error.ShouldBeNull();
    }

    [Fact]
    public void Cancel_OfLeaveThatHasBegun_IsNotItsPersonsOwn()
    {
        var account = Requests.Account(20);
        var request = Requests.Approved(account, Requests.Wish(Plans.Monday));

        request.Cancel(Plans.Person, account, Plans.Monday, Requests.At, note: null, Requests.NewId).ShouldBeOfType<LeaveBegun>();
        request.Cancel(Requests.Hr, account, Plans.Monday, Requests.At, "Worked after all", Requests.NewId).ShouldBeNull();

        account.Available.ShouldBe(20);
        request.Steps.Select(s => (s.Status, s.By)).ShouldBe([(LeaveStatus.Approved, Requests.Hr), (LeaveStatus.Cancelled, Requests.Hr)]);
    }

    [Fact]
    public void R26_Decisions_OfOnesOwnRequest_AreRefusedInAnyGuise()
    {
        var account = Requests.Account(20);
        var request = Requests.Ask(account, Requests.Wish(Plans.Monday));

        foreach (var own in new[] { new LeaveDecider(Plans.Person), new LeaveDecider(Plans.Person, For: Requests.Hr), new LeaveDecider(Requests.Hr, For: Plans.Person) })
        {
            request.Recommend(own, Requests.At, null).ShouldBeOfType<LeaveOwnRequest>();
            request.Approve(own, account, inTwoSteps: false, Requests.At, null, Requests.NewId).ShouldBeOfType<LeaveOwnRequest>();
            request.Deny(own, account, Requests.At, null).ShouldBeOfType<LeaveOwnRequest>();
        }

        (request.Status, account.Pending, request.Steps.Count).ShouldBe((LeaveStatus.Pending, 1m, 0));
    }

    [Fact]
    public void Approve_InTwoSteps_NeedsAnothersRecommendation()
    {
        var account = Requests.Account(20);
        var request = Requests.Ask(account, Requests.Wish(Plans.Monday));
        request.Approve(Hr, account, inTwoSteps: true, Requests.At, null, Requests.NewId).ShouldBeOfType<LeaveNotRecommended>();

        request.Recommend(Manager, Requests.At, "Fine").ShouldBeNull();
        request.Recommend(Manager, Requests.At, "Again").ShouldBeOfType<LeaveAlreadyDecided>();
        request.Approve(Manager, account, inTwoSteps: true, Requests.At, null, Requests.NewId).ShouldBeOfType<LeaveSamePerson>();
        request.Approve(new LeaveDecider(Requests.NewId(), For: Requests.Hr), account, inTwoSteps: true, Requests.At, null, Requests.NewId).ShouldBeNull();

        (request.Status, account.Balance, account.Pending).ShouldBe((LeaveStatus.Approved, 19m, 0m));
        request.Steps[^1].For.ShouldBe(Requests.Hr);
        request.DequeueEvents().ShouldBe(
            [
                new LeaveRequestChanged(request.Id, Plans.Person, LeaveStatus.Pending), new LeaveRequestChanged(request.Id, Plans.Person, LeaveStatus.Recommended),
                new LeaveRequestChanged(request.Id, Plans.Person, LeaveStatus.Approved), new LeaveApproved(request.Id, Plans.Person, Plans.Monday, Plans.Monday),
            ]);
    }

    /// <summary>Who recommends and approves, and in whose place; 0 is nobody's.</summary>
    [Theory]
    [InlineData(1, 0, 1, 0, true)]
    [InlineData(1, 2, 2, 0, true)]
    [InlineData(1, 0, 2, 1, true)]
    [InlineData(1, 3, 2, 3, true)]
    [InlineData(1, 3, 2, 4, false)]
    [InlineData(1, 0, 2, 0, false)]
    public void Approve_InTwoSteps_IsByAnotherPersonInAnyGuise(int by, int of, int approver, int approversOf, bool isRefused)
    {
        var account = Requests.Account(20);
        var request = Requests.Ask(account, Requests.Wish(Plans.Monday));
        request.Recommend(Decider(by, of), Requests.At, null).ShouldBeNull();

        (request.Approve(Decider(approver, approversOf), account, inTwoSteps: true, Requests.At, null, Requests.NewId) is LeaveSamePerson).ShouldBe(isRefused);

        static LeaveDecider Decider(int id, int inPlaceOf) => new(Person(id), inPlaceOf == 0 ? null : Person(inPlaceOf));

        static Guid Person(int n) => new(100 + n, 0, 0, new byte[8]);
    }

    [Fact]
    public void Decisions_OfADecidedRequest_AreRefused()
    {
        var account = Requests.Account(20);
        var request = Requests.Ask(account, Requests.Wish(Plans.Monday));
        request.Deny(Hr, account, Requests.At, "Busy").ShouldBeNull();

        request.Approve(Hr, account, inTwoSteps: false, Requests.At, null, Requests.NewId).ShouldBeOfType<LeaveAlreadyDecided>();
        request.Deny(Hr, account, Requests.At, null).ShouldBeOfType<LeaveAlreadyDecided>();
        request.Cancel(Plans.Person, account, Before, Requests.At, null, Requests.NewId).ShouldBeOfType<LeaveAlreadyDecided>();

        (account.Available, request.IsLiving).ShouldBe((20m, false));
    }

    [Fact]
    public void Approve_WhenWhatWasHeldHasFallenAway_IsRefused()
    {
        var account = Requests.Account(1);
        var request = Requests.Ask(account, Requests.Wish(Plans.Monday));
        account.Adjust(Requests.NewId(), Before, -1, "Wrong opening").ShouldBeNull();

        request.Approve(Hr, account, inTwoSteps: false, Requests.At, null, Requests.NewId).ShouldBeOfType<LeaveInsufficientBalance>();

        (request.Status, account.Balance).ShouldBe((LeaveStatus.Pending, 0m));
    }

    [Theory]
    [InlineData(LeavePortion.Am, LeavePortion.Pm, false)]
    [InlineData(LeavePortion.Am, LeavePortion.Am, true)]
    [InlineData(LeavePortion.Pm, LeavePortion.Full, true)]
    [InlineData(LeavePortion.Full, LeavePortion.Am, true)]
    public void Create_OnDatesOfAnother_OverlapsWhereTheyShareAHalfDay(LeavePortion first, LeavePortion second, bool overlaps)
    {
        var account = Requests.Account(20);
        var other = Requests.Ask(account, Requests.Wish(Plans.Monday, portion: first));

        var result = LeaveRequest.Create(Requests.NewId(), account, Requests.Type(), Requests.Wish(Plans.Monday, portion: second), Plans.Of(Plans.OfficeId), [other]);
        (result.Error is LeaveOverlaps).ShouldBe(overlaps);

        other.Cancel(Plans.Person, account, Before, Requests.At, null, Requests.NewId).ShouldBeNull();
        LeaveRequest.Create(Requests.NewId(), account, Requests.Type(), Requests.Wish(Plans.Monday, portion: second), Plans.Of(Plans.OfficeId), [other]).Error.ShouldBeNull();
    }

    [Fact]
    public void Create_WithReversedDates_IsRefused() =>
        LeaveRequest.Create(Requests.NewId(), Requests.Account(20), Requests.Type(), Requests.Wish(Plans.Monday, Before), Plans.Of(Plans.OfficeId), []).Error.ShouldBeOfType<DatesReversed>();
}
