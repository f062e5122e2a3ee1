using System.Net;
using System.Text.Json;
using Npgsql;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.People;

public sealed class ReportingLineTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Users = PeopleSteps.Users;

    [Fact]
    public async Task Move_ThatClosesTheLine_IsRefusedAtAnyDepth()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var line = new List<Guid>();
        for (var depth = 0; depth < 6; depth++)
        {
            line.Add((await host.HireAsync(hr, managerId: depth == 0 ? null : line[^1])).Id());
        }

        for (var below = 0; below < line.Count; below++)
        {
            await hr.RefuseChangeAsync(line[0], new { employee = new { managerId = line[below] } }, HttpStatusCode.Conflict, "manager_cycle");
        }

        (await Should.ThrowAsync<PostgresException>(() => host.SqlAsync("UPDATE employees SET manager_id = $1 WHERE id = $2", line[4], line[1]))).ConstraintName.ShouldBe("ck_employees_manager_cycle");

        // Sideways and upwards is no cycle.
        await hr.ChangeAsync(line[5], new { employee = new { managerId = line[1] } });
        await hr.ChangeAsync(line[4], new { employee = new { managerId = line[5] } });
        (await hr.ReadAsync($"{Users}/{line[0]}")).GetProperty("employee").GetProperty("managerId").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A9_TwoMoves_ThatCloseTheLineOnlyTogether_LeaveOne()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var admin = await host.AsAsync("superadmin@acme.test");
        var (top, left, right) = ((await host.HireAsync(hr)).Id(), (await host.HireAsync(hr)).Id(), (await host.HireAsync(hr)).Id());
        var below = (await host.HireAsync(hr, managerId: left)).Id();
        var refused = 0;
        for (var round = 0; round < 15; round++)
        {
            await hr.ChangeAsync(left, new { employee = new { managerId = top } });
            await hr.ChangeAsync(right, new { employee = new { managerId = top } });

            // Left under right, and right under the one below left.
            var answers = await Task.WhenAll(MoveAsync(hr, left, right), MoveAsync(admin, right, below));

            answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1, string.Join(' ', answers));
            answers.Count(a => a.Code is "manager_cycle").ShouldBe(1, string.Join(' ', answers));
            refused++;
            (await host.SqlAsync(
                """
                WITH RECURSIVE line AS (
                  SELECT id, manager_id, ARRAY[id] AS seen, false AS closed FROM employees
                  UNION ALL
                  SELECT line.id, e.manager_id, seen || e.id, e.id = ANY (seen) FROM line JOIN employees e ON e.id = line.manager_id WHERE NOT closed
                ) SELECT count(*) FROM line WHERE closed
                """)).ShouldBe(0L);
        }

        refused.ShouldBe(15);
    }

    [Fact]
    public async Task Move_OfAManager_MovesTheReachOverEverybodyBelowAtOnce()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var lead = await host.AsAsync("lead@acme.test");
        var boss = await host.HireAsync(hr, "Boss", ["manager"]);
        var worker = await host.HireAsync(hr, "Worker", managerId: boss.Id());
        using var person = await host.FreshAsync(worker.Text("email"));
        var day = await person.SendAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Created);
        await lead.ReadAsync($"/api/v1/attendance/days/{day.Id()}", HttpStatusCode.NotFound);

        await hr.ChangeAsync(boss.Id(), new { employee = new { managerId = await host.UserIdAsync("lead@acme.test") } });

        (await lead.ReadAsync($"/api/v1/attendance/days/{day.Id()}")).Id().ShouldBe(day.Id());
        await hr.ChangeAsync(boss.Id(), """{"employee":{"managerId":null}}""");
        await lead.ReadAsync($"/api/v1/attendance/days/{day.Id()}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Reach_OfAManager_GoesDownSixLevels_ForAsManyStatementsAsOne()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var top = await host.HireAsync(hr, "Top", ["manager"]);
        using var manager = await host.FreshAsync(top.Text("email"));
        var days = new List<string>();
        var above = top.Id();
        for (var depth = 1; depth <= 6; depth++)
        {
            var worker = await host.HireAsync(hr, $"Level {depth}", managerId: above);
            above = worker.Id();
            if (depth is 1 or 6)
            {
                using var person = await host.FreshAsync(worker.Text("email"));
                days.Add($"/api/v1/attendance/days/{(await person.SendAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Created)).Id()}");
            }
        }

        using var counter = new SqlCounter();
        var sent = new List<int>();
        foreach (var day in days)
        {
            sent.Add((await counter.OfGetAsync(manager, day)).Count);
        }

        sent[0].ShouldBeGreaterThan(0);
        sent[1].ShouldBe(sent[0]);
        using var other = await host.AsAsync("lead@acme.test");
        await other.ReadAsync(days[1], HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Relocate_LeavesRecordedDaysAsTheyWere()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var worker = await host.HireAsync(hr, "Traveller");
        using var person = await host.FreshAsync(worker.Text("email"));
        var day = await person.SendAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Created);
        const string Punch = "SELECT p::text FROM attendance_punches p WHERE employee_id = $1";
        var before = await host.SqlAsync(Punch, worker.Id());

        await hr.ChangeAsync(worker.Id(), new { employee = new { timeZone = "America/Los_Angeles" } });

        (await host.SqlAsync(Punch, worker.Id())).ShouldBe(before);
        (await person.ReadAsync($"/api/v1/attendance/days/{day.Id()}")).Text("date").ShouldBe(day.Text("date"));
        (await person.ReadAsync("/api/v1/me")).GetProperty("employee").Text("timeZone").ShouldBe("America/Los_Angeles");
    }

    private static async Task<(HttpStatusCode Status, string? Code)> MoveAsync(HttpClient by, Guid who, Guid managerId)
    {
        using var response = await by.PatchAsync($"{Users}/{who}", new { employee = new { managerId } });
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, body.TryGetProperty("code", out var code) ? code.GetString() : null);
    }
}
