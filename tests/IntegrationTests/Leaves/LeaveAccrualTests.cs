using System.Net;
using System.Net.Http.Json;
using Npgsql;
using Satcom.Application.Anomalies;
using Satcom.Application.Leaves;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.People;
using Satcom.IntegrationTests.Shifts;

namespace Satcom.IntegrationTests.Leaves;

/// <summary>What time does to leave: accrual, carry-over and expiry by the daily run, who is on leave today, and what becomes of leave when plans and locks move later. The clock stands until a test moves it on.</summary>
public sealed partial class LeaveAccrualTests(SteppedHost stepped) : IClassFixture<SteppedHost>
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
        var before = await CountAsync(type);
        (await RunAsync()).ShouldBe((0, 0));
        (await CountAsync(type)).ShouldBe(before, "The second run of a date finds nothing.");
    }

    [Fact]
    public async Task R23_Employment_ThatIsToEndOrBeganLater_EarnsInItsDatesAlone()
    {
        // What begins at the end of January is earned by then.
        if (stepped.Clock.GetUtcNow() is { Month: 1, Year: var present })
        {
            MoveTo(new DateOnly(present, 2, 2));
        }

        using var hr = await stepped.SignInAsync("hr@globex.test");
        var (userId, type, year) = ((await _host.HireAsync(hr, "Enno Employed")).Id(), await hr.NewTypeAsync(), stepped.Clock.GetUtcNow().Year);
        await AssignAsync(hr, userId, type, new DateOnly(year, 1, 1), new { accrual = "yearly", amount = 20 });
        await hr.GrantAsync(userId, type, 1);
        (await hr.BalanceAsync(userId, type)).Balance.ShouldBe(21);
        var days = DateTime.IsLeapYear(year) ? 366 : 365;
        foreach (var (change, share) in new (object, int)[] { (new { endsOn = $"{year}-12-01" }, days - 30), (new { endsOn = (string?)null }, days), (new { startsOn = $"{year}-01-31" }, days - 30) })
        {
            using var changed = await hr.PatchAsync($"{ShiftSteps.Employees}/{userId}", change);
            await changed.ReadAsync();
            var left = 1 + Math.Round(20m * share / days, 2, MidpointRounding.AwayFromZero);
            (await hr.BalanceAsync(userId, type)).Balance.ShouldBe(left);
            (await hr.EntriesAsync(userId, type)).Sum(e => e.Amount()).ShouldBe(left, "The ledger is settled with the change.");
        }

        using var undone = await hr.PatchAsync($"{ShiftSteps.Employees}/{userId}", new { startsOn = (string?)null });
        await undone.ReadAsync();
    }

    [Fact]
    public async Task R06_Run_ForSomebodyInAnotherZone_KeepsToTheirDate()
    {
        var hr = await stepped.SignInAsync("hr@acme.test");
        var (person, type) = (await _host.HireAsync(hr, "Zoe Zone"), await hr.NewTypeAsync());
        using (var moved = await hr.PatchAsync($"{ShiftSteps.Employees}/{person.Id()}", new { timeZone = "America/New_York" }))
        {
            await moved.ReadAsync();
        }

        var turn = new DateOnly(stepped.Clock.GetUtcNow().AddDays(2).Year + 1, 1, 1);
        await AssignAsync(hr, person.Id(), type, turn.AddYears(-1), new { accrual = "yearly", amount = 20 });

        // In Dubai, where the company is, the new year has begun; in New York it has not.
        MoveTo(turn.AddDays(-1));
        stepped.Clock.Advance(new DateTimeOffset(turn.AddDays(-1), new TimeOnly(20, 30), TimeSpan.Zero) - stepped.Clock.GetUtcNow());
        await RunAllAsync();
        (await RanAsync()).ShouldBe($"{turn.AddDays(-1).Iso()} 20.00");

        MoveTo(turn);
        await RunAllAsync();
        (await RanAsync()).ShouldBe($"{turn.Iso()} 40.00");

        async Task RunAllAsync()
        {
            (int Accounts, int Posted) run;
            do
            {
                run = await RunAsync();
            }
            while (run.Accounts > 0);
        }

        Task<object?> RanAsync() => _host.SqlAsync("SELECT concat_ws(' ', ran_through, balance) FROM leave_accounts WHERE leave_type_id = $1", type);
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

    [Fact]
    public async Task R24_Entries_ThatDoNotSayWhatWasDue_AreSettledByAChangeOfTheirAssignmentAlone()
    {
        var (userId, year) = (await _host.UserIdAsync("omar@globex.test"), stepped.Clock.GetUtcNow().Year);
        var start = new DateOnly(year, 1, 1);
        MoveTo(new DateOnly(year, 12, 2));
        var hr = await stepped.SignInAsync("hr@globex.test");
        var (capped, ended, changed) = (await hr.NewTypeAsync(), await hr.NewTypeAsync(), await hr.NewTypeAsync());
        await AssignAsync(hr, userId, capped, start, new { accrual = "monthly", amount = 24, balanceCap = 5 });
        await hr.SendAsync(LeaveSteps.Adjustments, new { userId, leaveTypeId = capped, amount = -4, reason = "Taken before" }, HttpStatusCode.Created);
        await AssignAsync(hr, userId, ended, start.AddYears(-1), new { accrual = "yearly", amount = 20, carryOverMax = 5 });
        await AssignAsync(hr, userId, changed, start, new { accrual = "yearly", amount = 20 });

        // As they were kept once: two of them without what the cap cut off, one under an end that left what was earned.
        Guid[] types = [capped, ended, changed];
        await _host.SqlAsync("UPDATE leave_entries SET due = NULL WHERE account_id IN (SELECT id FROM leave_accounts WHERE leave_type_id = ANY($1))", types);
        await _host.SqlAsync("UPDATE leave_assignments SET to_date = $2 WHERE leave_type_id = $1", ended, start.AddDays(-185));
        await _host.SqlAsync("UPDATE leave_accounts SET ran_through = ran_through - 1 WHERE leave_type_id = ANY($1)", types);
        var before = await CountAsync(types);
        await _host.SendAsync("globex", new RunLeaveAccrualsCommand());

        (await CountAsync(types)).ShouldBe(before, "Nothing is earned anew, and nothing taken back.");
        ((await hr.BalanceAsync(userId, capped)).Balance, (await hr.BalanceAsync(userId, ended)).Balance).ShouldBe((1m, 25m));

        // From now on an end takes back what it makes of it: of the capped months what was given, of a year its half.
        await EndAsync(hr, userId, capped, new DateOnly(year, 3, 1).AddDays(-1));
        await EndAsync(hr, userId, changed, new DateOnly(year, 6, 30));
        await EndAsync(hr, userId, ended, start.AddDays(-200));
        var half = Math.Round(20m * new DateOnly(year, 6, 30).DayOfYear / (DateTime.IsLeapYear(year) ? 366 : 365), 2, MidpointRounding.AwayFromZero);
        (await hr.BalanceAsync(userId, changed)).Balance.ShouldBe(half);
        (await hr.BalanceAsync(userId, capped)).Balance.ShouldBe(0, "Of March the cap had let through one day.");
        (await hr.BalanceAsync(userId, ended)).Balance.ShouldBeInRange(23.5m, 24.5m, "The end was moved by fifteen days.");
        await AssignAsync(hr, userId, ended, start, new { accrual = "yearly", amount = 30 });
        (await hr.BalanceAsync(userId, ended)).Balance.ShouldBeInRange(33.5m, 34.5m, "Of this year there are twenty already.");
        var settled = await CountAsync(types);
        await _host.SqlAsync("UPDATE leave_accounts SET ran_through = ran_through - 1 WHERE leave_type_id = ANY($1)", types);
        await _host.SendAsync("globex", new RunLeaveAccrualsCommand());
        (await CountAsync(types)).ShouldBe(settled);
    }

    [Fact]
    public async Task R20_Cancel_OfLeaveThatReachesOverTheLock_TakesItsRestBack()
    {
        const string Lock = "/api/v1/attendance/lock";
        var hr = await stepped.SignInAsync("hr@acme.test");
        var layla = await stepped.SignInAsync("lead@acme.test");
        var (userId, today) = (await _host.UserIdAsync("lead@acme.test"), DateOnly.FromDateTime(stepped.Clock.GetUtcNow().AddHours(4).UtcDateTime));
        var type = await hr.GrantNewTypeAsync(userId, 40);
        var (past, across) = (await layla.AskedAsync(type, today.AddDays(-29), today.AddDays(-20)), await layla.AskedAsync(type, today.AddDays(-14), today.AddDays(15)));
        await hr.MoveAsync(past, "approve");
        await hr.MoveAsync(across, "approve");
        var days = (await layla.ReadAsync($"{LeaveSteps.Requests}/{across.Id()}")).GetProperty("days").EnumerateArray().Select(d => d.Text("date")!).ToList();
        var kept = days.FindAll(d => string.CompareOrdinal(d, today.Iso()) < 0);
        await _host.SendAsync("acme", new DetectMissingCheckOutsCommand());
        await hr.PutAsync(Lock, new { through = today.AddDays(-10).Iso() });
        try
        {
            await layla.MoveRefusedAsync(across, "cancel", HttpStatusCode.Conflict, "leave_begun");
            await hr.MoveRefusedAsync(past, "cancel", HttpStatusCode.Conflict, "day_locked");

            var ended = await hr.MoveAsync(across, "cancel", "Back at work");

            (ended.Text("status"), ended.Text("from"), ended.Text("to"), ended.Amount()).ShouldBe(("approved", across.Text("from"), today.AddDays(-1).Iso(), (decimal)kept.Count));
            ended.GetProperty("days").EnumerateArray().Select(d => d.Text("date")).ShouldBe(kept);
            var entries = (await hr.EntriesAsync(userId, type)).Where(e => e.GetProperty("requestId").ValueKind is not System.Text.Json.JsonValueKind.Null && e.Id("requestId") == across.Id()).ToList();
            entries.Where(e => e.Text("kind").Is("reversal")).Select(e => e.Text("date")).Order(StringComparer.Ordinal).ShouldBe(days.Skip(kept.Count));
            entries.Sum(e => e.Amount()).ShouldBe(-kept.Count);
            (await hr.ReadAsync($"{LeaveSteps.Requests}/{across.Id()}")).GetProperty("history").EnumerateArray().Select(s => (s.Text("status"), s.GetProperty("note").GetString()))
                .ShouldBe([("approved", null), ("approved", "Back at work")]);
            var audit = (await hr.ReadAsync($"/api/v1/audit?entityId={across.Id()}&action=leaves.cancel")).Items().ShouldHaveSingleItem();
            (audit.GetProperty("before").Text("to"), audit.GetProperty("after").Text("to")).ShouldBe((today.AddDays(15).Iso(), today.AddDays(-1).Iso()));
            _host.Messages().Sent.Select(m => m.Content).OfType<LeaveCancelledNotice>().ShouldContain(n => n.From == today.Iso() && n.To == today.AddDays(15).Iso());

            // What is left is over, and its locked dates stay whatever is tried.
            await hr.MoveRefusedAsync(across, "cancel", HttpStatusCode.Conflict, "day_locked");
            (await Should.ThrowAsync<PostgresException>(() => _host.SqlAsync("UPDATE leave_requests SET to_date = $2 WHERE id = $1", across.Id(), today.AddDays(-11)))).ConstraintName.ShouldBe("ck_leave_requests_locked");
        }
        finally
        {
            await hr.PutAsync(Lock, new { through = (string?)null, reason = "Another test's" });
        }
    }

    [Fact]
    public async Task R20_Period_OpenedAgain_TakesThePlanThatItsLockHeldOff_AndChargesLeaveByIt()
    {
        const string Lock = "/api/v1/attendance/lock";
        var hr = await stepped.SignInAsync("hr@acme.test");
        var eman = await stepped.SignInAsync("employee@acme.test");
        var (userId, today) = (await _host.UserIdAsync("employee@acme.test"), DateOnly.FromDateTime(stepped.Clock.GetUtcNow().UtcDateTime));
        var monday = today.AddDays(-40 - (((int)today.AddDays(-40).DayOfWeek + 6) % 7));
        var type = await hr.GrantNewTypeAsync(userId, 10);
        var request = await eman.AskedAsync(type, monday, monday.AddDays(4));
        await hr.MoveAsync(request, "approve");
        var shift = await hr.MakeShiftAsync();
        var pattern = (await hr.SendAsync(ShiftSteps.Patterns, new { name = ShiftSteps.Name("Pattern"), slots = (Guid?[])[null, shift] }, HttpStatusCode.Created)).Id();
        await _host.SendAsync("acme", new DetectMissingCheckOutsCommand());
        await hr.PutAsync(Lock, new { through = monday.AddDays(13).Iso() });
        try
        {
            // A rest on Monday and on Wednesday, told too late.
            object Rest(DateOnly from) => new { userId, patternId = pattern, from = from.Iso(), to = monday.AddDays(3).Iso() };
            using (var held = await hr.PostAsJsonAsync(ShiftSteps.Assignments, Rest(monday)))
            {
                await held.ProblemAsync(HttpStatusCode.Conflict, "day_locked");
            }

            (await hr.BalanceAsync(userId, type)).Balance.ShouldBe(5);

            await hr.PutAsync(Lock, new { through = monday.AddDays(1).Iso(), reason = "The rest was told too late" });
            await hr.SendAsync(ShiftSteps.Assignments, Rest(monday.AddDays(2)), HttpStatusCode.Created);

            await HostWork.EventuallyAsync(() => hr.BalanceAsync(userId, type), b => b == (6m, 0m, 6m));
            await SettledAsync();
            (await hr.ReadAsync($"{LeaveSteps.Requests}/{request.Id()}")).GetProperty("days").EnumerateArray().Select(d => d.Text("date"))
                .ShouldBe([monday.Iso(), monday.AddDays(1).Iso(), monday.AddDays(3).Iso(), monday.AddDays(4).Iso()], "What is locked still stays.");
            (await _host.SqlAsync("SELECT count(*) FROM attendance_rebuilds WHERE from_date = $1", monday.AddDays(2))).ShouldBe(1L);
        }
        finally
        {
            await hr.PutAsync(Lock, new { through = (string?)null, reason = "Another test's" });
        }
    }

    [Fact]
    public async Task R22_Hours_OfADayThatGetsShorter_AreThatDay_AndThoseOfNoPlanAreOfEightHours()
    {
        var hr = await stepped.SignInAsync("hr@acme.test");
        var tariq = await stepped.SignInAsync("technician@acme.test");
        var (userId, monday) = (await _host.UserIdAsync("technician@acme.test"), LeaveSteps.NewMonday());
        var type = await hr.GrantNewTypeAsync(userId, 20, "hour");

        // Without shift or target a date counts as eight hours.
        using (var longer = await tariq.AskAsync(type, monday, portion: "hours", minutes: 481))
        {
            await longer.ProblemAsync(HttpStatusCode.UnprocessableEntity, "leave_exceeds_day");
        }

        using var asked = await tariq.AskAsync(type, monday, portion: "hours", minutes: 480);
        var unplanned = await asked.ReadAsync(HttpStatusCode.Created);
        unplanned.Amount().ShouldBe(8);
        using var approvedAsked = await tariq.AskAsync(type, monday.AddDays(1), portion: "hours", minutes: 240);
        var approved = await hr.MoveAsync(await approvedAsked.ReadAsync(HttpStatusCode.Created), "approve");

        var three = await hr.MakeShiftAsync(new { start = "08:00", end = "11:00" });
        var planned = await hr.AssignAsync(userId, three, monday.Iso(), monday.AddDays(1).Iso());

        await HostWork.EventuallyAsync(() => hr.BalanceAsync(userId, type), b => b == (17m, 3m, 14m));
        (await tariq.ReadAsync($"{LeaveSteps.Requests}/{approved.Id()}")).GetProperty("days")[0].GetProperty("seconds").GetInt32().ShouldBe(3 * 3600);
        (await hr.PlanAsync(userId, monday.AddDays(1).Iso(), monday.AddDays(1).Iso())).ShouldBe("working 0");
        (await hr.MoveAsync(unplanned, "approve")).Amount().ShouldBe(3);
        using (var gone = await hr.DeleteAsync(new Uri($"{ShiftSteps.Assignments}/{planned.Id()}", UriKind.Relative)))
        {
            gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        await HostWork.EventuallyAsync(() => hr.BalanceAsync(userId, type), b => b == (8m, 0m, 8m));
    }

    private static async Task<bool> IsOnLeaveAsync(HttpClient reader, Guid userId) =>
        (await reader.ReadAsync($"/api/v1/presence?userIds={userId}")).GetProperty("items")[0].GetProperty("onLeave").GetBoolean();

    private static async Task<Guid> PolicyAsync(HttpClient hr, Guid type, object terms) =>
        (await hr.SendAsync(LeaveSteps.Policies, new { leaveTypeId = type, name = LeaveSteps.NewName("Policy"), terms }, HttpStatusCode.Created)).Id();

    private static async Task AssignAsync(HttpClient hr, Guid userId, Guid type, DateOnly from, object terms) =>
        await hr.SendAsync(LeaveSteps.Assignments, new { userId, policyId = await PolicyAsync(hr, type, terms), from = from.Iso() }, HttpStatusCode.Created);

    private static async Task EndAsync(HttpClient hr, Guid userId, Guid type, DateOnly to)
    {
        var assignment = (await hr.ReadAsync($"{LeaveSteps.Assignments}?userId={userId}&leaveTypeId={type}")).Items().ShouldHaveSingleItem();
        await hr.PutAsync($"{LeaveSteps.Assignments}/{assignment.Id()}", new { to = to.Iso() });
    }

    private Task SettledAsync() => HostWork.EventuallyAsync(() => _host.SqlAsync("SELECT count(*) FROM outbox_messages WHERE dead_at IS NULL"), left => left is 0L);

    /// <summary>How many requests of the type still cost something.</summary>
    private Task<object?> ChargedAsync(Guid type) => _host.SqlAsync("SELECT count(*) FROM leave_requests WHERE leave_type_id = $1 AND amount > 0", type);

    private async Task<(int Accounts, int Posted)> RunAsync()
    {
        var run = (await _host.SendAsync("acme", new RunLeaveAccrualsCommand())).Value;
        return (run.Accounts, run.Posted);
    }

    /// <param name="types">The test's own alone: what other tests left behind falls due as the clock moves on.</param>
    private Task<object?> CountAsync(params Guid[] types) => _host.SqlAsync(
        "SELECT count(*) || ' ' || sum(e.amount) FROM leave_entries e JOIN leave_accounts a ON a.id = e.account_id WHERE a.leave_type_id = ANY($1)", types);

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
