using System.Net;
using Satcom.Application.Leaves;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Leaves;

/// <summary>What time does to leave: accrual, carry-over and expiry by the daily run, and who is on leave today. The clock stands until a test moves it on.</summary>
public sealed class LeaveAccrualTests(SteppedHost stepped) : IClassFixture<SteppedHost>
{
    private readonly SatcomHost _host = stepped.Host;

    [Fact]
    public async Task R24_Run_WhereAccrualAndCarryOverFallOnOneDate_CarriesOverFirstAndRunsTwiceWithoutEffect()
    {
        var hr = await stepped.SignInAsync("hr@acme.test");
        var userId = await _host.UserIdAsync("nadia@acme.test");
        var (type, year) = (await hr.NewTypeAsync(), stepped.Clock.GetUtcNow().Year);
        await AssignAsync(hr, userId, type, new DateOnly(year, 1, 1), new { accrual = "yearly", amount = 20, carryOverMax = 5, carryOverMonths = 3 });
        await hr.SendAsync(LeaveSteps.Adjustments, new { userId, leaveTypeId = type, amount = -12, reason = "Taken before", date = $"{year}-02-01" }, HttpStatusCode.Created);

        // To the next leave year: of eight days five are carried over, and only then are twenty earned.
        MoveTo(new DateOnly(year + 1, 1, 2));
        await RunAsync();
        hr = await stepped.SignInAsync("hr@acme.test");
        var entries = (await hr.EntriesAsync(userId, type)).Where(e => e.Text("date").Is($"{year + 1}-01-01")).ToList();
        entries.Select(e => (e.Text("kind"), e.Amount())).ShouldBe([("accrual", 20m), ("forfeit", -3m)], ignoreOrder: true);
        (await hr.BalanceAsync(userId, type)).Balance.ShouldBe(25);

        // Two of the carried ones are used in time; the other three expire, and nothing else.
        var nadia = await stepped.SignInAsync("nadia@acme.test");
        var monday = new DateOnly(year + 1, 2, 1);
        monday = monday.AddDays((8 - (int)monday.DayOfWeek) % 7);
        await hr.MoveAsync(await nadia.AskedAsync(type, monday, monday.AddDays(1)), "approve");
        (await nadia.BalanceAsync(userId, type, new DateOnly(year + 1, 4, 1))).Balance.ShouldBe(20, "What is to expire is foreseen.");
        MoveTo(new DateOnly(year + 1, 4, 2));
        await RunAsync();

        hr = await stepped.SignInAsync("hr@acme.test");
        (await hr.EntriesAsync(userId, type)).Single(e => e.Text("kind").Is("expiry")).Amount().ShouldBe(-3);
        (await hr.BalanceAsync(userId, type)).Balance.ShouldBe(20);
        var before = await CountAsync();
        (await RunAsync()).ShouldBe((0, 0));
        (await CountAsync()).ShouldBe(before, "The second run of a date finds nothing.");
    }

    [Fact]
    public async Task Run_OnSeveralNodesAtOnce_PostsEverythingOnce()
    {
        var hr = await stepped.SignInAsync("hr@acme.test");
        var type = await hr.NewTypeAsync();
        var today = DateOnly.FromDateTime(stepped.Clock.GetUtcNow().UtcDateTime);
        var policy = await PolicyAsync(hr, type, new { accrual = "monthly", amount = 12 });
        foreach (var person in new[] { "employee", "omar", "technician", "lead" })
        {
            await hr.SendAsync(LeaveSteps.Assignments, new { userId = await _host.UserIdAsync($"{person}@acme.test"), policyId = policy, from = new DateOnly(today.Year, today.Month, 1).Iso() }, HttpStatusCode.Created);
        }

        MoveTo(new DateOnly(today.Year, today.Month, 1).AddMonths(2).AddDays(3));
        var posted = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync()));

        posted.Sum(p => p.Posted).ShouldBeGreaterThanOrEqualTo(8);
        (await _host.SqlAsync("SELECT count(*) FROM leave_entries e JOIN leave_accounts a ON a.tenant_id = e.tenant_id AND a.id = e.account_id WHERE a.leave_type_id = $1 AND e.kind = 'accrual'", type)).ShouldBe(12L);
        (await _host.SqlAsync("SELECT count(*) FROM leave_accounts a WHERE balance <> (SELECT coalesce(sum(amount), 0) FROM leave_entries e WHERE e.tenant_id = a.tenant_id AND e.account_id = a.id)")).ShouldBe(0L);
        (await RunAsync()).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Presence_OfSomebodyOnApprovedLeave_SaysSoToday()
    {
        var hr = await stepped.SignInAsync("hr@acme.test");
        var omar = await stepped.SignInAsync("omar@acme.test");
        var userId = await _host.UserIdAsync("omar@acme.test");
        var type = await hr.GrantNewTypeAsync(userId, 20);
        var today = DateOnly.FromDateTime(stepped.Clock.GetUtcNow().AddHours(4).UtcDateTime);
        (await IsOnLeaveAsync(hr, userId)).ShouldBeFalse();
        var request = await omar.AskedAsync(type, today.AddDays(-1), today.AddDays(3));
        (await IsOnLeaveAsync(hr, userId)).ShouldBeFalse("It is not approved yet.");

        await hr.MoveAsync(request, "approve");
        (await IsOnLeaveAsync(hr, userId)).ShouldBeTrue();
        var status = (await hr.ReadAsync($"/api/v1/presence?userIds={userId}")).GetProperty("items")[0].Text("status");
        status.ShouldBe("offline", "What is known by heartbeats is another matter.");
        await omar.MoveRefusedAsync(request, "cancel", HttpStatusCode.Conflict, "leave_begun");
        await hr.MoveAsync(request, "cancel", "Worked after all");

        (await IsOnLeaveAsync(hr, userId)).ShouldBeFalse();
        (await hr.BalanceAsync(userId, type)).ShouldBe((20m, 0m, 20m));
    }

    private static async Task<bool> IsOnLeaveAsync(HttpClient reader, Guid userId) =>
        (await reader.ReadAsync($"/api/v1/presence?userIds={userId}")).GetProperty("items")[0].GetProperty("onLeave").GetBoolean();

    private static async Task<Guid> PolicyAsync(HttpClient hr, Guid type, object terms) =>
        (await hr.SendAsync(LeaveSteps.Policies, new { leaveTypeId = type, name = LeaveSteps.NewName("Policy"), terms }, HttpStatusCode.Created)).Id();

    private static async Task AssignAsync(HttpClient hr, Guid userId, Guid type, DateOnly from, object terms) =>
        await hr.SendAsync(LeaveSteps.Assignments, new { userId, policyId = await PolicyAsync(hr, type, terms), from = from.Iso() }, HttpStatusCode.Created);

    private async Task<(int Accounts, int Posted)> RunAsync()
    {
        var run = (await _host.SendAsync("acme", new RunLeaveAccrualsCommand())).Value;
        return (run.Accounts, run.Posted);
    }

    private Task<object?> CountAsync() => _host.SqlAsync("SELECT count(*) || ' ' || sum(amount) FROM leave_entries");

    /// <summary>Moves the clock to the morning of a date, if that is ahead.</summary>
    private void MoveTo(DateOnly date)
    {
        var by = new DateTimeOffset(date, new TimeOnly(6, 0), TimeSpan.Zero) - stepped.Clock.GetUtcNow();
        if (by > TimeSpan.Zero)
        {
            stepped.Clock.Advance(by);
        }
    }
}
