using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Leaves;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;
using Satcom.IntegrationTests.Shifts;

namespace Satcom.IntegrationTests.Leaves;

public sealed partial class LeaveAccrualTests
{
    private const string Failures = "/api/v1/leaves/recharge-failures";

    [Fact]
    public async Task R22_Recharge_OfMorePeopleThanABatch_GoesOnInItsOwnCommits_AndFromTheDeadLetterOfTheOneGivenUp()
    {
        var hr = await stepped.SignInAsync("hr@globex.test");
        var lead = await stepped.SignInAsync("lead@globex.test");
        var (type, monday, userId) = (await hr.NewTypeAsync("halfDay", hasBalance: false), LeaveSteps.NewMonday(), await _host.UserIdAsync("lead@globex.test"));
        var calendar = (await hr.SendAsync(ShiftSteps.Calendars, new { name = ShiftSteps.Name("Calendar") }, HttpStatusCode.Created)).Id();
        using (var patched = await hr.PatchAsync($"{ShiftSteps.Employees}/{userId}", new { holidayCalendarId = calendar }))
        {
            await patched.ReadAsync();
        }

        var first = Guid.Parse("00000000-0000-7000-8000-000000000001");

        // Two batches of people who ask for what one asks for; the account of one in the second is gone, so that batch fails.
        var asked = await lead.AskedAsync(type, monday);
        await _host.SqlAsync(
            """
            WITH made AS (
              INSERT INTO users (tenant_id, id, email, normalized_email, display_name, status, roles, created_at)
              SELECT t.id, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, n || '@leave.test', n || '@LEAVE.TEST', 'One of many', 'active', '{employee}', now()
              FROM tenants t, generate_series(1, 55) n WHERE t.slug = 'globex' RETURNING tenant_id, id),
            employed AS (
              INSERT INTO employees (tenant_id, id, employee_code, designation, time_zone, calendars)
              SELECT m.tenant_id, m.id, 'L' || right(m.id::text, 6), 'One of many', e.time_zone, e.calendars FROM made m JOIN employees e ON e.id = $2 RETURNING tenant_id, id),
            held AS (
              INSERT INTO leave_accounts (tenant_id, id, employee_id, leave_type_id, floor, balance, pending, ran_through)
              SELECT tenant_id, id, id, $3, NULL, 0, 1, '2020-01-01' FROM employed WHERE id <> '00000000-0000-7000-8000-000000000053' RETURNING 1)
            INSERT INTO leave_requests (tenant_id, id, employee_id, leave_type_id, from_date, to_date, portion, reason, status, days, amount, first_slot, end_slot, requested_at)
            SELECT e.tenant_id, e.id, e.id, r.leave_type_id, r.from_date, r.to_date, r.portion, r.reason, r.status, r.days, r.amount, r.first_slot, r.end_slot, r.requested_at
            FROM employed e JOIN leave_requests r ON r.id = $1
            """,
            asked.Id(), userId, type);
        await hr.PutAsync($"{ShiftSteps.Calendars}/{calendar}/holidays/{monday.Iso()}", new { name = "Day of thanks" });

        var stopped = (Guid)(await HostWork.EventuallyAsync(() => _host.SqlAsync("SELECT id FROM outbox_messages WHERE type = 'LeaveRechargeAdvanced' AND attempts > 0"), id => id is Guid))!;

        // The first fifty are done, and perhaps some before the one in the way: whoever loses a race tries fewer at once.
        ((long)(await ChargedAsync(type))!).ShouldBeInRange(4, 6);
        ((string)(await _host.SqlAsync("SELECT done_to::text FROM leave_recharges"))!).ShouldBeOneOf([.. Enumerable.Range(50, 3).Select(n => $"00000000-0000-7000-8000-0000000000{n}")]);

        // The first batch delivered again finds itself done. The second is given up, until what ailed it is mended.
        (await _host.SendAsync("globex", new RechargeLeaveBatchCommand((Guid)(await _host.SqlAsync("SELECT id FROM leave_recharges"))!, Guid.Empty))).Error.ShouldBeNull();
        await _host.SqlAsync("UPDATE outbox_messages SET dead_at = now(), attempts = 10 WHERE id = $1", stopped);
        await _host.SqlAsync(
            """
            INSERT INTO leave_accounts (tenant_id, id, employee_id, leave_type_id, floor, balance, pending, ran_through)
            SELECT tenant_id, id, id, $1, NULL, 0, 1, '2020-01-01' FROM employees WHERE id = '00000000-0000-7000-8000-000000000053'
            """,
            type);
        var admin = await stepped.SignInAsync("superadmin@globex.test");
        (await admin.ReadAsync("/api/v1/outbox/dead-letters")).Items().ShouldContain(m => m.Id() == stopped);
        await admin.SendAsync($"/api/v1/outbox/dead-letters/{stopped}/retry", new { }, HttpStatusCode.NoContent);

        await HostWork.EventuallyAsync(() => ChargedAsync(type), left => left is 0L);
        await HostWork.EventuallyAsync(() => _host.SqlAsync("SELECT count(*) FROM leave_recharges"), left => left is 0L);

        // One whose event is lost altogether goes on with the next change of plans.
        await _host.SqlAsync(
            "INSERT INTO leave_recharges (tenant_id, id, from_date, asked_at, done_to, resumed, tries) SELECT id, gen_random_uuid(), $1, now(), '00000000-0000-0000-0000-000000000000', 0, 0 FROM tenants WHERE slug = 'globex'", monday);
        await hr.PutAsync($"{ShiftSteps.Calendars}/{calendar}/holidays/{monday.AddDays(700).Iso()}", new { name = "Day of rest" });
        await HostWork.EventuallyAsync(() => _host.SqlAsync("SELECT count(*) FROM leave_recharges"), left => left is 0L);

        // Whose leave cannot be charged at all holds nobody up. The clock stands, so that it was tried often enough is written here; and what was given up goes on by the hourly job.
        await _host.SqlAsync("DELETE FROM leave_accounts WHERE id = $1", first);
        using (await hr.DeleteAsync(new Uri($"{ShiftSteps.Calendars}/{calendar}/holidays/{monday.Iso()}", UriKind.Relative)))
        {
            await HostWork.EventuallyAsync(() => _host.SqlAsync("UPDATE outbox_messages SET dead_at = now(), attempts = 10 WHERE type = 'LeaveRechargeAdvanced' AND attempts > 0 RETURNING 1"), done => done is 1);
        }

        (await _host.SqlAsync("UPDATE leave_recharges SET tries = tries + 5 RETURNING tries")).ShouldBe(6, "It was tried once.");
        await UpkeepAsync();
        await HostWork.EventuallyAsync(() => _host.SqlAsync("SELECT count(*) FROM leave_recharges"), left => left is 0L);
        (await ChargedAsync(type)).ShouldBe(55L, "Everybody but the one.");
        var failed = (await hr.ReadAsync($"{Failures}?userId={first}")).Items().ShouldHaveSingleItem();
        failed.Id("userId").ShouldBe(first);
        (await hr.ReadAsync(Failures)).Items().ShouldHaveSingleItem();

        // It stays with them until it can be charged, and then goes by itself.
        await UpkeepAsync();
        (await hr.ReadAsync(Failures)).Items().ShouldHaveSingleItem();
        await _host.SqlAsync(
            "INSERT INTO leave_accounts (tenant_id, id, employee_id, leave_type_id, floor, balance, pending, ran_through) SELECT tenant_id, id, id, $2, NULL, 0, 0, '2020-01-01' FROM employees WHERE id = $1", first, type);
        await UpkeepAsync();
        (await hr.ReadAsync(Failures)).Items().ShouldBeEmpty();
        (await ChargedAsync(type)).ShouldBe(56L);

        Task UpkeepAsync() => ActivatorUtilities.CreateInstance<RebuildUpkeepJob>(_host.Services).RunAsync(new JobProgress("test"), CancellationToken.None);
    }
}
