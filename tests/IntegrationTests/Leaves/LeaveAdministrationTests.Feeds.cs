using System.Net;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Leaves;

/// <summary>What a link shows of a large company, and in which language.</summary>
public sealed partial class LeaveAdministrationTests
{
    [Fact]
    public async Task Feed_OfALargeCompany_ShowsWhatIsToComeBeforeWhatHasEnded()
    {
        using var hr = await host.AsAsync("hr@globex.test");
        using var omar = await host.AsAsync("omar@globex.test");
        using var anybody = host.Anonymous();
        var today = DateOnly.FromDateTime(RealTime.Clock.GetUtcNow().UtcDateTime);
        var type = (await hr.SendAsync(LeaveSteps.Types, new { name = LeaveSteps.NewName("Unpaid"), unit = "halfDay", isPaid = false, hasBalance = false }, HttpStatusCode.Created)).Id();
        var coming = await omar.AskedAsync(type, today.AddDays(7), today.AddDays(13));
        await hr.MoveAsync(coming, "approve");

        // Each of many people was away on every date of some weeks.
        await host.SqlAsync(
            """
            WITH made AS (
              INSERT INTO users (tenant_id, id, email, normalized_email, display_name, status, roles, created_at)
              SELECT t.id, ('00000000-0000-7000-8001-' || lpad(n::text, 12, '0'))::uuid, n || '@feed.test', n || '@FEED.TEST', 'One of many', 'active', '{employee}', now()
              FROM tenants t, generate_series(1, 100) n WHERE t.slug = 'globex' RETURNING tenant_id, id),
            employed AS (
              INSERT INTO employees (tenant_id, id, employee_code, designation, time_zone, calendars)
              SELECT m.tenant_id, m.id, 'F' || right(m.id::text, 6), 'One of many', e.time_zone, e.calendars FROM made m JOIN employees e ON e.id = $2 RETURNING tenant_id, id)
            INSERT INTO leave_requests (tenant_id, id, employee_id, leave_type_id, from_date, to_date, portion, reason, status, days, amount, first_slot, end_slot, requested_at)
            SELECT e.tenant_id, gen_random_uuid(), e.id, r.leave_type_id, $3::date - n, $3::date - n, r.portion, r.reason, 'approved', r.days, 1, r.first_slot - 2 * n - 400, r.first_slot - 2 * n - 398, r.requested_at
            FROM employed e, generate_series(10, 30) n, leave_requests r WHERE r.id = $1
            """,
            coming.Id(), await host.UserIdAsync("omar@globex.test"), today);
        try
        {
            var link = new Uri((await hr.SendAsync("/api/v1/leaves/feed", new { scope = "calendar" }, HttpStatusCode.Created)).Text("url"));
            using var answer = await anybody.GetAsync(new Uri(link.PathAndQuery, UriKind.Relative));
            var text = await answer.Content.ReadAsStringAsync();

            text.ShouldContain(coming.Id().ToString());
            text.Split("BEGIN:VEVENT").Length.ShouldBe(2001, "As many as there is room for.");
            text.ShouldContain($"DTSTART;VALUE=DATE:{today.AddDays(-10).Iso().Replace("-", string.Empty, StringComparison.Ordinal)}", Case.Sensitive, "Of what has ended the latest.");
        }
        finally
        {
            await DeleteAsync(hr, "/api/v1/leaves/feed", HttpStatusCode.NoContent);
            await host.SqlAsync("DELETE FROM leave_requests WHERE employee_id IN (SELECT id FROM users WHERE email LIKE '%@feed.test')");
            await host.SqlAsync("DELETE FROM employees WHERE id IN (SELECT id FROM users WHERE email LIKE '%@feed.test')");
            await host.SqlAsync("DELETE FROM users WHERE email LIKE '%@feed.test'");
        }
    }

    [Fact]
    public async Task Feed_OfHalfADay_SaysItInTheCompanysLanguage()
    {
        using var hr = await host.AsAsync("hr@globex.test");
        using var omar = await host.AsAsync("omar@globex.test");
        using var anybody = host.Anonymous();
        var type = (await hr.SendAsync(LeaveSteps.Types, new { name = LeaveSteps.NewName("Unpaid"), unit = "halfDay", isPaid = false, hasBalance = false }, HttpStatusCode.Created)).Id();
        await hr.MoveAsync(await omar.AskedAsync(type, NextMonday().AddDays(35), portion: "am"), "approve");

        var link = new Uri((await omar.SendAsync("/api/v1/leaves/feed", new { scope = "own" }, HttpStatusCode.Created)).Text("url"));
        using var answer = await anybody.GetAsync(new Uri(link.PathAndQuery, UriKind.Relative));
        await DeleteAsync(omar, "/api/v1/leaves/feed", HttpStatusCode.NoContent);

        (await answer.Content.ReadAsStringAsync()).Replace("\r\n ", string.Empty, StringComparison.Ordinal).ShouldContain("(الفترة الصباحية)");
    }
}
