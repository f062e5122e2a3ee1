using FsCheck;
using FsCheck.Fluent;
using Satcom.Domain.Attendance;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;
using Satcom.Domain.UnitTests.Shifts;

namespace Satcom.Domain.UnitTests.Leaves;

/// <summary>The ledger: what is earned, carried over, expires, held, taken and taken back.</summary>
public sealed class LeaveAccountTests
{
    private static readonly LeaveTerms Yearly = new() { Accrual = AccrualKind.Yearly, Amount = 20, CarryOverMax = 5, CarryOverMonths = 3 };

    [Fact]
    public void R23_Account_AfterAnyMoves_IsTheSumOfItsEntriesAndNeverOverdrawn() => Prop.ForAll(
        Gen.ArrayOf(from move in Gen.Choose(0, 4) from at in Gen.Choose(0, 200) select (move, at)).ToArbitrary(), Gen.Choose(0, 12).ToArbitrary(), (moves, opening) =>
    {
        var account = Requests.Account(opening, floor: -1);
        List<LeaveRequest> requests = [];
        foreach (var (move, at) in moves)
        {
            _ = move switch
            {
                0 or 1 => Ask(at),
                2 => On(at)?.Approve(new LeaveDecider(Requests.Hr), account, inTwoSteps: false, Requests.At, null, Requests.NewId),
                3 => On(at)?.Deny(new LeaveDecider(Requests.Hr), account, Requests.At, null),
                _ => On(at)?.Cancel(Requests.Hr, account, Plans.Monday, Requests.At, null, Requests.NewId),
            };
            if (account.Balance != account.Entries.Sum(e => e.Amount) || account.Available < -1 || account.Balance < -1
                || account.Pending != requests.Where(r => r.Status is LeaveStatus.Pending).Sum(r => r.Amount)
                || account.Balance != opening - requests.Where(r => r.Status is LeaveStatus.Approved).Sum(r => r.Amount))
            {
                return false;
            }
        }

        return account.Entries.Select(e => e.Key).Distinct(StringComparer.Ordinal).Count() == account.Entries.Count;

        Domain.Common.Error? Ask(int at)
        {
            var wish = Requests.Wish(Plans.Monday.AddDays(at), Plans.Monday.AddDays(at + (at % 3)));
            var result = LeaveRequest.Create(Requests.NewId(), account, Requests.Type(), wish, Plans.Of(Plans.OfficeId), requests);
            if (result.Error is null)
            {
                requests.Add(result.Value);
            }

            return result.Error;
        }

        LeaveRequest? On(int at) => requests.Count == 0 ? null : requests[at % requests.Count];
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void R23_Hold_OfTwoRequestsThatTogetherOverdraw_RefusesTheSecond()
    {
        var account = Requests.Account(5);
        Requests.Ask(account, Requests.Wish(Plans.Monday, Plans.Monday.AddDays(2)));
        (account.Balance, account.Pending, account.Available).ShouldBe((5m, 3m, 2m));

        LeaveRequest.Create(Guid.Empty, account, Requests.Type(), Requests.Wish(Plans.Monday.AddDays(7), Plans.Monday.AddDays(9)), Plans.Of(Plans.OfficeId), []).Error.ShouldBeOfType<LeaveInsufficientBalance>();

        account.Pending.ShouldBe(3);
        account.Allow(-1);
        account.Hold(Some(3), LeaveOutlook.None).ShouldBeNull();
        account.Allow(floor: null);
        account.Hold(Some(1000), LeaveOutlook.None).ShouldBeNull("Without a floor there is none to fall below.");
    }

    [Fact]
    public void R24_Run_WhereAccrualAndCarryOverFallOnOneDate_CarriesOverFirst()
    {
        var account = Account();

        account.Run(Yearly, new DateOnly(2025, 1, 1), to: null, new DateOnly(2026, 1, 1), Requests.NewId);

        account.Entries.Select(e => (e.Kind, e.Date, e.Amount)).ShouldBe(
            [(LeaveEntryKind.Accrual, new DateOnly(2025, 1, 1), 20m), (LeaveEntryKind.Forfeit, new DateOnly(2026, 1, 1), -15m), (LeaveEntryKind.Accrual, new DateOnly(2026, 1, 1), 20m)]);
        account.BalanceOn(new DateOnly(2025, 12, 31)).ShouldBe(20);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(2, 3)]
    [InlineData(5, 0)]
    [InlineData(8, 0)]
    public void R24_Run_PastTheExpiry_RemovesOnlyWhatIsUnused(int used, int expired)
    {
        var account = Account();
        account.Run(Yearly, new DateOnly(2025, 1, 1), to: null, new DateOnly(2026, 1, 1), Requests.NewId);
        Take(account, Requests.NewId(), Yearly, new DateOnly(2025, 1, 1), Days(new DateOnly(2026, 3, 2), used));
        Take(account, Requests.NewId(), Yearly, new DateOnly(2025, 1, 1), Days(new DateOnly(2026, 5, 4), 1));

        account.Run(Yearly, new DateOnly(2025, 1, 1), to: null, new DateOnly(2026, 4, 1), Requests.NewId);

        (-account.Entries.Where(e => e.Kind == LeaveEntryKind.Expiry).Sum(e => e.Amount)).ShouldBe(expired, "Leave after the expiry uses none of it.");
        account.Balance.ShouldBe(25 - used - expired - 1);
    }

    [Theory]
    [InlineData(12, 0)]
    [InlineData(12, 3)]
    [InlineData(12, 8)]
    [InlineData(11, 0)]
    public void R24_Run_WhereExpiryAndTheNextCarryOverFallOnOneDate_TakesTheExpiredDaysOnce(int months, int used)
    {
        var (account, from, terms) = (Account(), new DateOnly(2025, 1, 1), Yearly with { CarryOverMonths = months });
        account.Run(terms, from, to: null, new DateOnly(2026, 1, 1), Requests.NewId);
        account.Balance.ShouldBe(25);
        Take(account, Requests.NewId(), terms, from, Days(new DateOnly(2026, 3, 2), used));

        account.Run(terms, from, to: null, new DateOnly(2027, 1, 1), Requests.NewId);
        account.Balance.ShouldBe(25, "Five of the year that ended are carried, beside the twenty of the new one.");
        account.Run(terms, from, to: null, new DateOnly(2028, 1, 1), Requests.NewId);

        account.Balance.ShouldBe(25);
        account.Run(terms, from, to: null, new DateOnly(2028, 1, 1), Requests.NewId).ShouldBe(0);
    }

    [Fact]
    public void R24_Run_WhereThePolicyChangedToAnotherLeaveYear_TakesTheExpiredDaysOnce()
    {
        var (account, change) = (Account(), new DateOnly(2026, 2, 1));
        LeaveEarning[] earnings = [new(Yearly, new DateOnly(2025, 1, 1), change.AddDays(-1)), new(Yearly with { YearStartMonth = 4, CarryOverMax = 2 }, change, To: null)];

        account.Run(earnings, new DateOnly(2026, 4, 1), Requests.NewId);

        account.Entries.Where(e => e.Date == new DateOnly(2026, 4, 1)).Select(e => (e.Kind, e.Amount)).ShouldBe(
            [(LeaveEntryKind.Expiry, -5m), (LeaveEntryKind.Forfeit, 7 - account.BalanceOn(new DateOnly(2026, 3, 31))), (LeaveEntryKind.Accrual, 20m)]);
        account.Balance.ShouldBe(22);
    }

    [Theory]
    [InlineData(-5, 0, 20)]
    [InlineData(-2, 3, 20)]
    [InlineData(4, 5, 24)]
    public void R24_Run_PastTheExpiry_TakesNothingThatWasTakenOffByHand(int adjusted, int expired, int balance)
    {
        var account = Account();
        account.Run(Yearly, new DateOnly(2025, 1, 1), to: null, new DateOnly(2026, 1, 1), Requests.NewId);
        account.Adjust(Requests.NewId(), new DateOnly(2026, 2, 1), adjusted, "Paid out").ShouldBeNull();

        account.Run(Yearly, new DateOnly(2025, 1, 1), to: null, new DateOnly(2026, 4, 1), Requests.NewId);

        (-account.Entries.Where(e => e.Kind == LeaveEntryKind.Expiry).Sum(e => e.Amount)).ShouldBe(expired);
        account.Balance.ShouldBe(balance);
    }

    [Theory]
    [InlineData(-5, 5, 5)]
    [InlineData(-2, 5, 3)] // Paid out, and given for something else.
    [InlineData(5, -5, 0)] // Given, and paid out after that.
    public void R24_Run_PastTheExpiry_TakesWhatWasTakenOffByASlipOfTheHand(int first, int second, int expired)
    {
        var account = Account();
        account.Run(Yearly, new DateOnly(2025, 1, 1), to: null, new DateOnly(2026, 1, 1), Requests.NewId);
        account.Adjust(Requests.NewId(), new DateOnly(2026, 2, 1), first, "Entered").ShouldBeNull();
        account.Adjust(Requests.NewId(), new DateOnly(2026, 2, 2), second, "Entered").ShouldBeNull();

        account.Run(Yearly, new DateOnly(2025, 1, 1), to: null, new DateOnly(2026, 4, 1), Requests.NewId);

        (-account.Entries.Where(e => e.Kind == LeaveEntryKind.Expiry).Sum(e => e.Amount)).ShouldBe(expired);
    }

    [Fact]
    public void R24_Run_PastTheExpiry_CountsNoLeaveOfTheOldYearAsUse()
    {
        var account = Account();
        account.Run(Yearly, new DateOnly(2025, 1, 1), to: null, new DateOnly(2025, 6, 1), Requests.NewId);
        Take(account, Requests.NewId(), Yearly, new DateOnly(2025, 1, 1), Days(new DateOnly(2025, 12, 29), 3));

        account.Run(Yearly, new DateOnly(2025, 1, 1), to: null, new DateOnly(2026, 4, 1), Requests.NewId);

        account.Entries.Single(e => e.Kind == LeaveEntryKind.Expiry).Amount.ShouldBe(-5);
        account.Balance.ShouldBe(20);
    }

    [Fact]
    public void Run_AgainAndInAnySteps_PostsNothingTwice() => Prop.ForAll<int, int>((a, b) =>
    {
        var (account, atOnce) = (Account(), Account());
        var terms = Yearly with { Accrual = AccrualKind.Monthly, Amount = 25 };
        var (from, end) = (new DateOnly(2024, 2, 10), new DateOnly(2027, 3, 1));
        foreach (var through in new[] { from.AddDays(Math.Abs(a % 1000)), from.AddDays(Math.Abs(b % 1000)), end })
        {
            account.Run(terms, from, to: null, through, Requests.NewId);
            if (account.Run(terms, from, to: null, through, Requests.NewId) != 0)
            {
                return false;
            }
        }

        atOnce.Run(terms, from, to: null, end, Requests.NewId);
        return account.Balance == atOnce.Balance && account.Entries.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => (e.Key, e.Amount))
            .SequenceEqual(atOnce.Entries.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => (e.Key, e.Amount)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Run_UnderTwoPoliciesOneAfterTheOther_EarnsByEachAndCarriesOverByTheOneOfTheYearsEnd()
    {
        var (account, later) = (Account(), Yearly with { Amount = 30, CarryOverMax = 12, CarryOverMonths = null });
        var (start, change, end) = (new DateOnly(2025, 1, 1), new DateOnly(2025, 7, 2), new DateOnly(2027, 2, 1));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            account.Run([new LeaveEarning(Yearly, start, change.AddDays(-1)), new LeaveEarning(later, change, To: null)], end, Requests.NewId);
        }

        account.Entries.OrderBy(e => e.Date).ThenBy(e => e.Kind == LeaveEntryKind.Accrual).Select(e => (e.Kind, e.Date, e.Amount)).ShouldBe(
            [
                (LeaveEntryKind.Accrual, start, 9.97m), (LeaveEntryKind.Accrual, change, 15.04m), (LeaveEntryKind.Forfeit, new DateOnly(2026, 1, 1), -13.01m), (LeaveEntryKind.Accrual, new DateOnly(2026, 1, 1), 30m),
                (LeaveEntryKind.Forfeit, new DateOnly(2027, 1, 1), -30m), (LeaveEntryKind.Accrual, new DateOnly(2027, 1, 1), 30m),
            ]);
        account.RanThrough.ShouldBe(end);
    }

    [Fact]
    public void R24_Run_AfterTheAssignmentEndedSooner_PostsTheDifferenceUnderAFollowUpKey()
    {
        var account = Account();
        var (start, through) = (new DateOnly(2025, 1, 1), new DateOnly(2026, 2, 1));
        account.Run(Yearly, start, to: null, through, Requests.NewId);
        List<LeaveEntry> before = [.. account.Entries];

        account.Run(Yearly, start, new DateOnly(2025, 6, 30), through, Requests.NewId).ShouldBe(3);

        account.Entries.Take(before.Count).ShouldBe(before, "The ledger is only added to.");
        account.Entries.Skip(before.Count).Select(e => (e.Key, e.Kind, e.Date, e.Amount)).ShouldBe(
            [
                ("year:2025-01-01:2", LeaveEntryKind.Accrual, start, -10.08m), ("carry:2026-01-01:2", LeaveEntryKind.Forfeit, new DateOnly(2026, 1, 1), 15m),
                ("year:2026-01-01:2", LeaveEntryKind.Accrual, new DateOnly(2026, 1, 1), -20m),
            ]);
        account.Balance.ShouldBe(9.92m);
        account.Run(Yearly, start, new DateOnly(2025, 6, 30), through, Requests.NewId).ShouldBe(0);

        // Somebody earns by another policy from the next day on, and the year's key goes on.
        var other = Yearly with { Amount = 30 };
        account.Run([new LeaveEarning(Yearly, start, new DateOnly(2025, 12, 31)), new LeaveEarning(other, new DateOnly(2026, 1, 1), To: null)], through, Requests.NewId).ShouldBe(3);
        account.Entries[^1].ShouldSatisfyAllConditions(e => e.Key.ShouldBe("year:2026-01-01:3"), e => e.Amount.ShouldBe(30));
        account.Balance.ShouldBe(35);
    }

    [Fact]
    public void R24_Run_WhateverTheEndsOfTheAssignmentWere_ComesToWhatTheLastOneEarns() => Prop.ForAll<int, int, int>((a, b, c) =>
    {
        var terms = Yearly with { Accrual = a % 2 == 0 ? AccrualKind.Monthly : AccrualKind.Yearly };
        var (account, atOnce, from, through) = (Account(), Account(), new DateOnly(2024, 2, 10), new DateOnly(2027, 3, 1));
        foreach (var n in new[] { a, b, c })
        {
            account.Run(terms, from, End(n), n % 3 == 0 ? through : from.AddDays(Math.Abs(n % 1100)), Requests.NewId);
            account.Run(terms, from, End(n), through, Requests.NewId);
            if (account.Run(terms, from, End(n), through, Requests.NewId) != 0 || account.Balance != account.Entries.Sum(e => e.Amount))
            {
                return false;
            }
        }

        atOnce.Run(terms, from, End(c), through, Requests.NewId);
        return account.Entries.Select(e => e.Key).Distinct(StringComparer.Ordinal).Count() == account.Entries.Count && Sums(account).SequenceEqual(Sums(atOnce));

        DateOnly? End(int n) => n % 5 == 0 ? null : from.AddDays(Math.Abs(n % 1200));

        static IEnumerable<(LeaveEntryKind, DateOnly, decimal)> Sums(LeaveAccount of) =>
            of.Entries.GroupBy(e => (e.Kind, e.Date)).Select(g => (g.Key.Kind, g.Key.Date, g.Sum(e => e.Amount))).Where(g => g.Item3 != 0).Order();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void R24_Run_OfLessThanACapLetThrough_TakesBackOnlyWhatWasGiven()
    {
        var (account, terms) = (Account(), new LeaveTerms { Accrual = AccrualKind.Yearly, Amount = 20, BalanceCap = 5 });
        var (start, through) = (new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 1));
        account.Run(terms, start, to: null, through, Requests.NewId);
        account.Balance.ShouldBe(5);

        account.Run(terms, start, new DateOnly(2026, 6, 30), through, Requests.NewId);
        account.Balance.ShouldBe(5, "Half a year is more than the cap too.");
        account.Run(terms, start, new DateOnly(2026, 1, 31), through, Requests.NewId);
        account.Balance.ShouldBe(1.70m);
        account.Run(terms, start, to: null, through, Requests.NewId);

        account.Balance.ShouldBe(5);
        account.Run(terms, start, to: null, through, Requests.NewId).ShouldBe(0);
    }

    [Fact]
    public void Change_OfAPolicyThatSomebodyEarnsBy_LeavesItsTermsAlone()
    {
        var policy = new LeavePolicy(Plans.Tenant, Requests.NewId(), Requests.Type().Id, "Annual", Yearly);

        policy.Change("Annual", Yearly with { Amount = 25 }, [], isInUse: true).ShouldBeOfType<LeavePolicyInUse>();
        policy.Change("Yearly", Yearly with { NegativeLimit = 3 }, [new BlackoutDates(Plans.Monday, Plans.Monday)], isInUse: true).ShouldBeNull();
        (policy.Name, policy.Terms.Amount, policy.Terms.NegativeLimit, policy.Blackouts.Count).ShouldBe(("Yearly", 20m, 3m, 1));

        policy.Change("Yearly", Yearly with { Amount = 25 }, [], isInUse: false).ShouldBeNull();
        (policy.Terms.Amount, policy.Blackouts.Count).ShouldBe((25m, 0));
    }

    [Fact]
    public void Run_AfterACancelledLeaveOfTheOldYear_ExpiresTheDifference()
    {
        var account = Account();
        account.Run(Yearly, new DateOnly(2025, 1, 1), to: null, new DateOnly(2026, 1, 1), Requests.NewId);
        var request = Requests.NewId();
        Take(account, request, Yearly, new DateOnly(2025, 1, 1), Days(new DateOnly(2026, 3, 2), 3));
        account.Run(Yearly, new DateOnly(2025, 1, 1), to: null, new DateOnly(2026, 4, 1), Requests.NewId);
        account.Balance.ShouldBe(20);

        account.Reverse(request, Requests.NewId);
        account.Run(Yearly, new DateOnly(2025, 1, 1), to: null, new DateOnly(2026, 4, 2), Requests.NewId).ShouldBe(1);

        account.Balance.ShouldBe(20, "What came back had expired.");
    }

    [Theory]
    [InlineData(AccrualKind.Yearly, 1, "20")]
    [InlineData(AccrualKind.Monthly, 12, "20")]
    [InlineData(AccrualKind.OnHire, 1, "20")]
    [InlineData(AccrualKind.None, 0, "0")]
    public void Accruals_OfAFullYear_SumToTheAmount(AccrualKind kind, int pieces, string sum)
    {
        var accruals = Accruals.Of(new LeaveTerms { Accrual = kind, Amount = 20 }, new DateOnly(2026, 1, 1), to: null, new DateOnly(2026, 12, 31)).ToList();

        (accruals.Count, accruals.Sum(a => a.Amount)).ShouldBe((pieces, decimal.Parse(sum, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("2026-07-01", null, true, "10.08")] // 184 of 365 days
    [InlineData("2026-07-01", null, false, "20")]
    [InlineData("2026-01-01", "2026-03-31", true, "4.93")] // 90 of 365 days
    public void Accruals_OfPartOfAYear_AreProRataByItsDays(string from, string? to, bool isProRata, string expected)
    {
        var terms = new LeaveTerms { Accrual = AccrualKind.Yearly, Amount = 20, IsProRata = isProRata };

        Accruals.Of(terms, Date(from), to is null ? null : Date(to), new DateOnly(2026, 12, 31)).Sum(a => a.Amount).ShouldBe(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
        Accruals.Of(terms with { RoundTo = 0.5m }, Date(from), to is null ? null : Date(to), new DateOnly(2026, 12, 31)).ShouldAllBe(a => a.Amount * 2 % 1 == 0);
    }

    [Fact]
    public void Accruals_OfALeaveYearFromApril_BeginThere()
    {
        var terms = new LeaveTerms { Accrual = AccrualKind.Yearly, Amount = 20, YearStartMonth = 4 };

        Accruals.Of(terms, new DateOnly(2026, 4, 1), to: null, new DateOnly(2027, 4, 1)).Select(a => (a.Date, a.Amount)).ShouldBe([(new DateOnly(2026, 4, 1), 20m), (new DateOnly(2027, 4, 1), 20m)]);
        terms.YearOf(new DateOnly(2026, 3, 31)).ShouldBe(new DateOnly(2025, 4, 1));
    }

    [Fact]
    public void Run_WithACap_NeverLiftsTheBalanceAboveItAndGivesNothingBackLater()
    {
        var (account, terms) = (Account(), new LeaveTerms { Accrual = AccrualKind.Monthly, Amount = 24, BalanceCap = 5 });
        account.Run(terms, new DateOnly(2026, 1, 1), to: null, new DateOnly(2026, 4, 1), Requests.NewId);
        account.Balance.ShouldBe(5);

        Take(account, Requests.NewId(), terms, new DateOnly(2026, 1, 1), Days(Plans.Monday, 2));

        account.Run(terms, new DateOnly(2026, 1, 1), to: null, new DateOnly(2026, 4, 30), Requests.NewId).ShouldBe(0);
        account.Balance.ShouldBe(3);
        account.Adjust(Guid.Empty, Plans.Monday, 1, " ").ShouldBeOfType<ReasonRequired>();
    }

    private static LeaveAccount Account() => new(Plans.Tenant, Requests.NewId(), Plans.Person, Requests.Type().Id, floor: 0);

    private static LeaveDay[] Some(decimal amount) => [new LeaveDay(Plans.Monday, DayHalves.Both, 0, amount)];

    private static List<LeaveDay> Days(DateOnly from, int count) => [.. Enumerable.Range(0, count).Select(i => new LeaveDay(from.AddDays(i), DayHalves.Both, 0, 1))];

    /// <summary>Asks for leave of an account that earns by some terms, and takes it.</summary>
    private static void Take(LeaveAccount account, Guid request, LeaveTerms terms, DateOnly from, List<LeaveDay> days)
    {
        var outlook = new LeaveOutlook([new LeaveEarning(terms, from, To: null)], []);
        account.Hold(days, outlook).ShouldBeNull();
        account.Take(request, days, Requests.NewId, outlook).ShouldBeNull();
    }

    private static DateOnly Date(string date) => DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture);
}
