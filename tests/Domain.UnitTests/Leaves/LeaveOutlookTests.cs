using FsCheck;
using FsCheck.Fluent;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;
using Satcom.Domain.UnitTests.Shifts;

namespace Satcom.Domain.UnitTests.Leaves;

/// <summary>Requests that are judged along time: by what is earned, carried over and lost until their dates, and by what is booked then.</summary>
public sealed class LeaveOutlookTests
{
    /// <summary>Two days a month, and never more than twenty.</summary>
    private static readonly LeaveEarning Capped = new(new LeaveTerms { Accrual = AccrualKind.Monthly, Amount = 24, BalanceCap = 20 }, new DateOnly(2025, 1, 1), To: null);

    private static readonly LeaveTerms Yearly = new() { Accrual = AccrualKind.Yearly, Amount = 20, CarryOverMax = 5, CarryOverMonths = 3 };

    [Theory]
    [InlineData(AccrualKind.Yearly, 0, "2026-12-10", -16, "2027-01-04:5 2026-12-21:2 2026-12-23:2", "2026-12-28:1")] // January's leave is paid for by January, whichever is asked for first.
    [InlineData(AccrualKind.Yearly, 0, "2026-12-10", -16, "2026-12-21:2 2026-12-23:2 2027-01-04:5", "2026-12-28:1")]
    [InlineData(AccrualKind.Yearly, 0, "2026-12-10", -16, "2026-12-28:8", "2026-12-21:1")] // One request over the turn of the year takes of each its own.
    [InlineData(AccrualKind.Monthly, 0, "2026-01-15", 0, "2026-12-14:10 2026-03-02:3", "2026-02-02:3")] // By February three are earned, but by March five, and three of them are asked for.
    [InlineData(AccrualKind.Yearly, 5, "2026-01-10", 0, "2026-03-02:5 2026-06-01:20", "2026-07-01:1")] // What is asked for before the expiry uses what would expire.
    [InlineData(AccrualKind.Yearly, 5, "2026-01-10", 0, "2026-06-01:20 2026-03-02:5", "2026-03-09:1")]
    [InlineData(AccrualKind.Yearly, 5, "2026-01-10", 0, "2026-03-30:22", "2026-05-04:1")]
    [InlineData(AccrualKind.Yearly, 5, "2026-01-10", 0, "", "2026-03-30:25")] // Of the five that were carried over three expire on the way.
    public void R23_Hold_IsJudgedOnEachDateThatIsBooked(AccrualKind accrual, int carried, string today, int off, string taken, string refused)
    {
        var (account, terms) = (Account(), Yearly with { Accrual = accrual, CarryOverMax = carried });
        LeaveEarning[] earnings = [new LeaveEarning(terms, new DateOnly(carried > 0 ? 2025 : 2026, 1, 1), To: null)];
        account.Run(earnings, Date(today), Requests.NewId);
        account.Adjust(Requests.NewId(), Date(today), off, "As it is by now").ShouldBeNull();
        var entries = account.Entries.Count;
        List<LeaveDay> held = [];
        foreach (var days in taken.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Booked))
        {
            account.Hold(days, new LeaveOutlook(earnings, held)).ShouldBeNull();
            held.AddRange(days);
        }

        account.Hold(Booked(refused), new LeaveOutlook(earnings, held)).ShouldBeOfType<LeaveInsufficientBalance>();

        (account.Pending, account.Entries.Count, account.RanThrough).ShouldBe(((decimal)held.Count, entries, Date(today)));
        foreach (var days in taken.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Booked))
        {
            held.RemoveAll(days.Contains);
            account.Take(Requests.NewId(), days, Requests.NewId, new LeaveOutlook(earnings, held)).ShouldBeNull();
        }

        account.Run(earnings, Date(today).AddYears(1), Requests.NewId);
        Lowest(account, Date(today)).ShouldBeGreaterThanOrEqualTo(0);

        static List<LeaveDay> Booked(string ask) => [.. Enumerable.Range(0, int.Parse(ask[11..], System.Globalization.CultureInfo.InvariantCulture)).Select(i => Day(Date(ask[..10]).AddDays(i)))];
    }

    [Fact]
    public void R23_Account_ThatEarnsAndExpires_IsOverdrawnOnNoDate_WhateverIsAskedInWhicheverOrder() => Prop.ForAll(
        Gen.ArrayOf(from move in Gen.Choose(0, 3) from at in Gen.Choose(0, 700) from days in Gen.Choose(1, 12) select (move, at, days)).ToArbitrary(),
        (from cap in Gen.Choose(0, 4) from accrual in Gen.Elements(AccrualKind.Yearly, AccrualKind.Monthly) select (cap, accrual)).ToArbitrary(),
        (moves, kind) =>
    {
        var (account, start) = (Account(), new DateOnly(2025, 6, 1));

        // Under a cap, leave that is cancelled may leave less than there was: what it used would have expired, and what was earned in its place is gone.
        var terms = Yearly with { Accrual = kind.accrual, BalanceCap = kind.cap == 0 ? null : 4 + (8 * kind.cap), CarryOverMonths = kind.cap == 0 ? 3 : null };
        LeaveEarning[] earnings = [new LeaveEarning(terms, new DateOnly(2025, 1, 1), To: null)];
        account.Run(earnings, start, Requests.NewId);
        Dictionary<Guid, List<LeaveDay>> held = [];
        List<Guid> taken = [];
        foreach (var (move, at, length) in moves)
        {
            List<LeaveDay> days = [.. Enumerable.Range(at, length).Select(i => Day(start.AddDays(i)))];
            if (move < 2 && account.Hold(days, Outlook(Guid.Empty)) is null)
            {
                held[Requests.NewId()] = days;
            }
            else if (move == 2 && held.Count > 0)
            {
                Approve(held.Keys.ElementAt(at % held.Count));
            }
            else if (move == 3 && taken.Count > 0)
            {
                account.Reverse(taken[at % taken.Count], Requests.NewId);
            }
        }

        // What was held is there, whatever became of the rest.
        var granted = held.Keys.ToList().TrueForAll(Approve);
        account.Run(earnings, start.AddDays(720), Requests.NewId);
        return granted && Lowest(account, start) >= 0 && account.Entries.Where(e => e.Kind == LeaveEntryKind.Accrual).All(e => !(account.BalanceOn(e.Date) > terms.BalanceCap));

        bool Approve(Guid id)
        {
            var isTaken = account.Take(id, held[id], Requests.NewId, Outlook(id)) is null;
            taken.Add(id);
            return held.Remove(id) && isTaken;
        }

        LeaveOutlook Outlook(Guid otherThan) => new(earnings, [.. held.Where(h => h.Key != otherThan).SelectMany(h => h.Value)]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void R23_Cap_IsOfTheDate_SoWhatIsBookedForLaterLiftsItNot()
    {
        var account = Account();
        LeaveEarning[] earnings = [Capped];
        account.Run(earnings, new DateOnly(2026, 1, 15), Requests.NewId);
        account.Balance.ShouldBe(20);
        var (december, request) = (Enumerable.Range(7, 10).Select(day => Day(new DateOnly(2026, 12, day))).ToList(), Requests.NewId());
        account.Hold(december, new LeaveOutlook(earnings, [])).ShouldBeNull();
        account.Take(request, december, Requests.NewId, new LeaveOutlook(earnings, [])).ShouldBeNull();

        account.Run(earnings, new DateOnly(2026, 6, 30), Requests.NewId);

        account.BalanceOn(new DateOnly(2026, 11, 30)).ShouldBe(20);
        account.Reverse(request, Requests.NewId);
        account.Balance.ShouldBe(20);
    }

    [Theory]
    [InlineData(28, false)]
    [InlineData(22, false)] // On the first of June, the first of the days, one is earned; on the first of July nothing more is asked for.
    [InlineData(20, true)]
    public void R23_Hold_UnderACap_IsJudgedAsTheApprovalWillBe_WheneverThatComes(int days, bool isThere)
    {
        var account = Account();
        LeaveEarning[] earnings = [Capped];
        account.Run(earnings, new DateOnly(2026, 1, 15), Requests.NewId);
        List<LeaveDay> june = [.. Enumerable.Range(0, days).Select(i => Day(new DateOnly(2026, 6, 1).AddDays(i)))];

        (account.Hold(june, new LeaveOutlook(earnings, [])) is null).ShouldBe(isThere);

        if (isThere)
        {
            account.Run(earnings, new DateOnly(2026, 5, 20), Requests.NewId);
            account.Take(Requests.NewId(), june, Requests.NewId, new LeaveOutlook(earnings, [])).ShouldBeNull();
        }
    }

    [Fact]
    public void R23_Cap_HoldsOnLaterDatesToo_WhereAnEarlierOneIsEarnedAfterwards()
    {
        var account = Account();
        account.Run([Capped], new DateOnly(2026, 1, 15), Requests.NewId);

        account.Run([new LeaveEarning(Capped.Terms, new DateOnly(2024, 6, 1), new DateOnly(2024, 12, 31)), Capped], new DateOnly(2026, 1, 15), Requests.NewId);

        account.BalanceOn(new DateOnly(2026, 1, 15)).ShouldBe(20);
    }

    [Fact]
    public void R23_Available_IsTheLeastThatThereWillBe()
    {
        var account = Account();
        LeaveEarning[] earnings = [new LeaveEarning(Yearly with { CarryOverMax = 0 }, new DateOnly(2026, 1, 1), To: null)];
        account.Run(earnings, new DateOnly(2026, 12, 10), Requests.NewId);
        account.Adjust(Requests.NewId(), new DateOnly(2026, 12, 1), -16, "Taken before").ShouldBeNull();
        List<LeaveDay> january = [.. Enumerable.Range(4, 5).Select(day => Day(new DateOnly(2027, 1, day)))];
        account.Hold(january, new LeaveOutlook(earnings, [])).ShouldBeNull();

        account.AvailableIn(new LeaveOutlook(earnings, january)).ShouldBe(4);
        account.Take(Requests.NewId(), january, Requests.NewId, new LeaveOutlook(earnings, [])).ShouldBeNull();
        account.AvailableIn(new LeaveOutlook(earnings, [])).ShouldBe(4);
        (account.Balance, account.Pending).ShouldBe((-1m, 0m));
    }

    [Fact]
    public void R23_Available_OfAnAccountWhoseRestExpires_CountsWhatWouldBeLost()
    {
        var account = Account();
        LeaveEarning[] earnings = [new LeaveEarning(Yearly, new DateOnly(2025, 1, 1), To: null)];
        account.Run(earnings, new DateOnly(2026, 1, 10), Requests.NewId);
        List<LeaveDay> june = [.. Enumerable.Range(1, 18).Select(day => Day(new DateOnly(2026, 6, day)))];
        account.Hold(june, new LeaveOutlook(earnings, [])).ShouldBeNull();

        account.AvailableIn(new LeaveOutlook(earnings, june)).ShouldBe(7, "Two are left in June, and five more would expire in April.");
    }

    [Fact]
    public void R23_Hold_OfTwoRequests_DependsNotOnWhichIsAskedForFirst() => Prop.ForAll(
        (from at in Gen.Choose(0, 400)
         from days in Gen.Choose(1, 25)
         from other in Gen.Choose(0, 400)
         from more in Gen.Choose(1, 25)
         from carried in Gen.Choose(0, 5)
         from off in Gen.Choose(0, 20)
         select (at, days, other, more, carried, off)).ToArbitrary(), ask =>
    {
        var start = new DateOnly(2025, 6, 1);
        LeaveEarning[] earnings = [new LeaveEarning(Yearly with { CarryOverMax = ask.carried }, new DateOnly(2025, 1, 1), To: null)];
        var (one, other) = (Days(ask.at, ask.days), Days(ask.other, ask.more));
        return BothPass(one, other) == BothPass(other, one);

        List<LeaveDay> Days(int at, int length) => [.. Enumerable.Range(at, length).Select(i => Day(start.AddDays(i)))];

        bool BothPass(List<LeaveDay> first, List<LeaveDay> second)
        {
            var account = Account();
            account.Run(earnings, start, Requests.NewId);
            account.Adjust(Requests.NewId(), start, -ask.off, "Taken before").ShouldBeNull();
            return account.Hold(first, new LeaveOutlook(earnings, [])) is null && account.Hold(second, new LeaveOutlook(earnings, first)) is null;
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2026-01-20", false)]
    [InlineData("2026-02-02", false)] // It is one too few still, though less than today.
    [InlineData("2026-03-02", true)] // By then the overdraft is earned back.
    public void R23_Hold_OfAnAccountThatHrOverdrew_TakesNothingBeforeThatIsEarnedBack(string date, bool isThere)
    {
        var account = Account();
        LeaveEarning[] earnings = [new LeaveEarning(Yearly with { Accrual = AccrualKind.Monthly, Amount = 24 }, new DateOnly(2026, 1, 1), To: null)];
        account.Run(earnings, new DateOnly(2026, 1, 15), Requests.NewId);
        account.Adjust(Requests.NewId(), new DateOnly(2026, 1, 15), -5, "Paid out").ShouldBeNull();

        (account.Hold([Day(Date(date))], new LeaveOutlook(earnings, [])) is null).ShouldBe(isThere);
    }

    private static decimal Lowest(LeaveAccount account, DateOnly from) => account.Entries.Select(e => e.Date).Where(d => d >= from).Append(from).Min(account.BalanceOn);

    private static LeaveAccount Account() => new(Plans.Tenant, Requests.NewId(), Plans.Person, Requests.Type().Id, floor: 0);

    private static LeaveDay Day(DateOnly date) => new(date, DayHalves.Both, 0, 1);

    private static DateOnly Date(string date) => DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture);
}
