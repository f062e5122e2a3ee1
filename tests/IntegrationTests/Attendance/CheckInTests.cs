using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Attendance;

public sealed class CheckInTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string CheckIn = "/api/v1/attendance/check-in";
    private const string CheckOut = "/api/v1/attendance/check-out";

    [Fact]
    public async Task CheckIn_WhenSessionIsOpen_ReturnsAlreadyCheckedIn()
    {
        using var client = await host.AsAsync("employee@acme.test");

        var day = await client.SendAsync(CheckIn, new { workMode = "office" }, HttpStatusCode.Created);
        day.Text("status").ShouldBe("working");
        day.GetProperty("version").GetUInt32().ShouldBeGreaterThan(0u);

        await client.PostProblemAsync(CheckIn, new { workMode = "office" }, HttpStatusCode.Conflict, "already_checked_in");
        var events = (await client.ReadAsync($"/api/v1/attendance/days/{day.Id()}")).GetProperty("events");
        events.GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A9_CheckIn_WhenTwentyComeAtOnce_OneWins()
    {
        using var client = await host.AsAsync("nadia@acme.test");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.PostAsJsonAsync(CheckIn, new { workMode = "remote" })));

        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(19);
        (await host.SqlAsync("SELECT count(*) FROM attendance_punches p JOIN users u ON u.id = p.employee_id WHERE u.email = 'nadia@acme.test' AND p.received_at > now() - interval '1 minute'")).ShouldBe(1L);
    }

    [Fact]
    public async Task CheckIn_WhenSentAgainWithItsKey_ReplaysTheFirstAnswer()
    {
        using var client = await host.AsAsync("technician@acme.test");
        client.DefaultRequestHeaders.Add("Idempotency-Key", "tap-1");

        using var first = await client.PostAsJsonAsync(CheckIn, new { workMode = "field" });
        using var second = await client.PostAsJsonAsync(CheckIn, new { workMode = "field" });
        using var other = await client.PostAsJsonAsync(CheckIn, new { workMode = "office" });

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
        await other.ProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Fact]
    public async Task R10_CheckIn_WhenTheClientEventIsKnown_CreatesNothing()
    {
        using var client = await host.AsAsync("staff@acme.test");
        var tap = new { workMode = "office", clientEventId = Guid.Parse("0192f0c1-0000-7000-8000-000000000001") };

        var first = await client.SendAsync(CheckIn, tap, HttpStatusCode.Created);
        var second = await client.SendAsync(CheckIn, tap, HttpStatusCode.Created);
        await client.SendAsync(CheckOut, new { });
        var third = await client.SendAsync(CheckIn, tap, HttpStatusCode.Created);

        second.Id().ShouldBe(first.Id());
        third.Id().ShouldBe(first.Id());
        third.Text("status").ShouldBe("completed");
        await client.PostProblemAsync(CheckOut, new { clientEventId = tap.clientEventId }, HttpStatusCode.Conflict, "id_conflict");
    }

    [Fact]
    public async Task CheckIn_WhenThePermissionIsMissing_IsForbidden()
    {
        using var client = await host.AsAsync("platform@satcom.test");
        await client.PostProblemAsync(CheckIn, new { workMode = "office" }, HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task CheckIn_WhenTheAccountIsNoEmployee_SaysSo()
    {
        await host.SqlAsync("DELETE FROM employees WHERE employee_code = 'hr' AND tenant_id = (SELECT id FROM tenants WHERE slug = 'globex')");
        using var client = await host.AsAsync("hr@globex.test");
        await client.PostProblemAsync(CheckIn, new { workMode = "office" }, HttpStatusCode.UnprocessableEntity, "not_an_employee");
    }
}
