using System.Globalization;
using System.Net;
using Npgsql;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.People;
using Satcom.IntegrationTests.Shifts;

namespace Satcom.IntegrationTests.Leaves;

/// <summary>What the table of leave says: a closed month as it was paid, and today what the balance does.</summary>
public sealed partial class LeaveSettlementTests
{
    /// <summary>Where the company is.</summary>
    private DateOnly There => DateOnly.FromDateTime(stepped.Clock.GetUtcNow().AddHours(4).UtcDateTime);

    [Fact]
    public async Task R20_Settlement_OfLockedDates_IsBookedBehindTheLock_AndTheTableOfAClosedMonthStays()
    {
        using var hr = await stepped.SignInAsync("hr@acme.test");
        var (type, first) = (await hr.NewTypeAsync(), new DateOnly(There.Year - 1, 1, 1));
        var policy = await PolicyAsync(hr, type, 20);
        Guid[] people = [(await _host.HireAsync(hr, "Ends Early")).Id(), (await _host.HireAsync(hr, "Leaves Soon")).Id(), (await _host.HireAsync(hr, "Moves In")).Id(), (await _host.HireAsync(hr, "Comes Late")).Id()];
        var assignment = await AssignAsync(hr, people[0], policy, first);
        await AssignAsync(hr, people[1], policy, first);
        await AssignAsync(hr, people[2], policy, first);
        var last = first.AddMonths(1).AddDays(-1);
        await hr.PutAsync(Lock, new { through = last.Iso() });
        try
        {
            var paid = await TableAsync(hr, type, first, last);
            paid.Split("\r\n").Length.ShouldBe(6, "Header, three people, their sum, and the end.");

            await hr.PutAsync($"{LeaveSteps.Assignments}/{assignment}", new { to = first.AddMonths(6).AddDays(-1).Iso() });
            await hr.SendAsync($"{PeopleSteps.Users}/{people[1]}/deactivate", new { reason = "Left" });
            await PatchAsync(hr, people[2], new { startsOn = first.AddMonths(3).Iso() });
            await AssignAsync(hr, people[3], policy, first);

            (await TableAsync(hr, type, first, last)).ShouldBe(paid);

            // The next month holds the difference, and begins with what the one before ended with.
            var (closed, open) = (Rows(paid), Rows(await TableAsync(hr, type, last.AddDays(1), There)));
            foreach (var (code, row) in closed)
            {
                open[code].Opening.ShouldBe(row.Closing);
            }

            closed.Count.ShouldBe(3);
            open.Count.ShouldBe(4);
            foreach (var person in people)
            {
                open[await CodeAsync(person)].Closing.ShouldBe((await hr.BalanceAsync(person, type)).Balance);
            }

            var moved = (await hr.EntriesAsync(people[0], type)).Where(e => e.Amount() < 0 && e.Text("date").Is(first.Iso())).ToList();
            moved.ShouldHaveSingleItem().Text("bookedOn").ShouldBe(last.AddDays(1).Iso());
        }
        finally
        {
            await hr.PutAsync(Lock, new { through = (string?)null, reason = "To be mended" });
        }
    }

    [Fact]
    public async Task R20_Lock_ThatANodeHasNotHeardOf_HoldsAdjustmentsToo()
    {
        using var hr = await stepped.SignInAsync("hr@acme.test");
        var (userId, date) = (await _host.UserIdAsync("nadia@acme.test"), There.AddDays(-40));
        var type = await hr.GrantNewTypeAsync(userId, 5);
        object Adjustment(DateOnly on) => new { userId, leaveTypeId = type, amount = -1, reason = "Counted twice", date = on.Iso() };
        await hr.SendAsync(LeaveSteps.Adjustments, Adjustment(date), HttpStatusCode.Created);
        await _host.SqlAsync("INSERT INTO attendance_closings (tenant_id, id, through) SELECT id, id, $1 FROM tenants WHERE slug = 'acme' ON CONFLICT (tenant_id, id) DO UPDATE SET through = excluded.through", date);
        try
        {
            await hr.PostProblemAsync(LeaveSteps.Adjustments, Adjustment(date), HttpStatusCode.Conflict, "day_locked");
            await hr.SendAsync(LeaveSteps.Adjustments, Adjustment(date.AddDays(1)), HttpStatusCode.Created);
            (await Should.ThrowAsync<PostgresException>(() => _host.SqlAsync(
                """
                INSERT INTO leave_entries (tenant_id, id, account_id, kind, date, amount, key, reason)
                SELECT tenant_id, gen_random_uuid(), account_id, kind, date, amount, key || '!', reason FROM leave_entries WHERE date = $1 AND kind = 'adjustment'
                """,
                date))).ConstraintName.ShouldBe("ck_leave_entries_locked", "The database holds it past the service.");
        }
        finally
        {
            await hr.PutAsync(Lock, new { through = (string?)null, reason = "To be mended" });
        }
    }

    [Fact]
    public async Task Table_OfToday_SaysWhatTheBalanceDoes_AfterEachChangeAtOnce()
    {
        using var hr = await stepped.SignInAsync("hr@acme.test");
        var (person, type, year) = (await _host.HireAsync(hr, "Tabea Table"), await hr.NewTypeAsync(), There.Year);
        var userId = person.Id();
        await PatchAsync(hr, userId, new { weeklyRestDays = Array.Empty<string>() });
        var policy = (await hr.SendAsync(
            LeaveSteps.Policies, new { leaveTypeId = type, name = LeaveSteps.NewName("Policy"), terms = new { accrual = "yearly", amount = 20, carryOverMax = 5 } }, HttpStatusCode.Created)).Id();
        await AssignAsync(hr, userId, policy, new DateOnly(year - 1, 1, 1));
        await AgreesAsync(25);

        // Late leave of the year before uses what its turn took.
        var late = await hr.SendAsync(LeaveSteps.Requests, new { leaveTypeId = type, userId, from = $"{year - 1}-12-01", to = $"{year - 1}-12-05" }, HttpStatusCode.Created);
        await hr.MoveAsync(late, "approve");
        await AgreesAsync(25);
        await hr.MoveAsync(late, "cancel");
        await AgreesAsync(25);

        await PatchAsync(hr, userId, new { startsOn = $"{year}-01-01" });
        await AgreesAsync(20);
        await PatchAsync(hr, userId, new { startsOn = (string?)null });
        await AgreesAsync(25);

        async Task AgreesAsync(decimal balance)
        {
            (await hr.BalanceAsync(userId, type)).Balance.ShouldBe(balance);
            Rows(await TableAsync(hr, type, new DateOnly(year, 1, 1), There)).Values.ShouldHaveSingleItem().Closing.ShouldBe(balance);
            (await hr.EntriesAsync(userId, type)).Sum(e => e.Amount()).ShouldBe(balance);
        }
    }

    [Fact]
    public async Task R16_Table_OfMorePeopleThanArePagedAtOnce_HasEachOnceAndAddsUp()
    {
        using var hr = await stepped.SignInAsync("hr@globex.test");
        var (omar, type) = (await _host.UserIdAsync("omar@globex.test"), await hr.NewTypeAsync());
        await hr.SendAsync(LeaveSteps.Adjustments, new { userId = omar, leaveTypeId = type, amount = 1, reason = "Opening", date = "2026-02-01" }, HttpStatusCode.Created);
        await _host.SqlAsync(
            """
            WITH made AS (
              INSERT INTO users (tenant_id, id, email, normalized_email, display_name, status, roles, created_at)
              SELECT t.id, ('00000000-0000-7000-8002-' || lpad(n::text, 12, '0'))::uuid, n || '@table.test', n || '@TABLE.TEST', 'One of many', 'active', '{employee}', now()
              FROM tenants t, generate_series(1, 2100) n WHERE t.slug = 'globex' RETURNING tenant_id, id),
            employed AS (
              INSERT INTO employees (tenant_id, id, employee_code, designation, time_zone, calendars)
              SELECT m.tenant_id, m.id, 'T' || right(m.id::text, 6), 'One of many', e.time_zone, e.calendars FROM made m JOIN employees e ON e.id = $1 RETURNING tenant_id, id),
            held AS (
              INSERT INTO leave_accounts (tenant_id, id, employee_id, leave_type_id, floor, balance, pending, ran_through)
              SELECT tenant_id, id, id, $2, 0, 1.25, 0, '2026-01-01' FROM employed RETURNING tenant_id, id)
            INSERT INTO leave_entries (tenant_id, id, account_id, kind, date, amount, key, reason) SELECT tenant_id, gen_random_uuid(), id, 'adjustment', '2026-02-01', 1.25, 'seed', 'Opening' FROM held
            """,
            omar, type);

        var table = await TableAsync(hr, type, new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));

        var rows = Rows(table);
        (rows.Count, rows.Values.Sum(r => r.Closing)).ShouldBe((2101, 2626m));
        table.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[^1].ShouldEndWith(",0.00,0.00,0.00,2626.00,0.00,2626.00");
    }

    private async Task<string> CodeAsync(Guid userId) => (string)(await _host.SqlAsync("SELECT employee_code FROM employees WHERE id = $1", userId))!;

    private static async Task<string> TableAsync(HttpClient hr, Guid type, DateOnly from, DateOnly to) =>
        await hr.GetStringAsync(new Uri($"/api/v1/exports/leave?from={from.Iso()}&to={to.Iso()}&leaveTypeId={type}", UriKind.Relative));

    /// <summary>Opening and closing balances by code, without the sum.</summary>
    private static Dictionary<string, (decimal Opening, decimal Closing)> Rows(string table) => table.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(','))
        .Where(c => !c[0].Is("total")).ToDictionary(c => c[0], c => (decimal.Parse(c[7], CultureInfo.InvariantCulture), decimal.Parse(c[12], CultureInfo.InvariantCulture)), StringComparer.Ordinal);
}
