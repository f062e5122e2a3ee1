using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Contract;

namespace Satcom.IntegrationTests.Identity;

/// <summary>Where an answer names a person by id, it says their name too. That it costs no statement of its own is StatementCountTests' matter.</summary>
public sealed class DisplayNameTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Fact]
    public async Task Days_AsHrReadsThem_CarryTheNameOfTheirPerson()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var staff = await host.AsAsync("staff@acme.test");
        var clientEventId = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
        var tapped = await staff.SendAsync("/api/v1/attendance/check-in", new { workMode = "office", clientEventId }, System.Net.HttpStatusCode.Created);
        var repeated = await staff.SendAsync("/api/v1/attendance/check-in", new { workMode = "office", clientEventId }, System.Net.HttpStatusCode.Created);
        var ended = await staff.SendAsync("/api/v1/attendance/check-out", new { });

        var name = await NameAsync("staff@acme.test");
        foreach (var day in new[] { tapped, repeated, ended, (await staff.ReadAsync("/api/v1/attendance/today")).GetProperty("day") })
        {
            day.Text("displayName").ShouldBe(name);
        }

        var details = await hr.ReadAsync($"/api/v1/attendance/days/{tapped.Id()}");
        details.Text("displayName").ShouldBe(name);
        details.GetProperty("events")[0].Id("clientEventId").ShouldBe(clientEventId);
        details.GetProperty("events")[1].GetProperty("clientEventId").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        var days = (await hr.ReadAsync("/api/v1/attendance/days?limit=200")).GetProperty("items").EnumerateArray().ToList();
        days.Select(d => d.Text("displayName")).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(2);
        foreach (var day in days)
        {
            day.Text("displayName").ShouldBe(await NameAsync(day.Id("userId")));
        }
    }

    [Fact]
    public async Task Anomalies_AsTheyMoveAndAsTheyAreRead_CarryEverybodysName()
    {
        var things = await TenantThings.OfAsync(host, "acme", round: 40);
        using var hr = await host.AsAsync("hr@acme.test");
        using var admin = await host.AsAsync("superadmin@acme.test");
        var path = $"/api/v1/anomalies/{things.AnomalyId}";
        await hr.SendAsync(path + "/acknowledge", new { note = "Seen." });
        var assignee = (await admin.ReadAsync("/api/v1/me")).Id();
        var moved = await hr.SendAsync(path + "/assign", new { assigneeId = assignee });

        var listed = (await hr.ReadAsync("/api/v1/anomalies?limit=200")).GetProperty("items").EnumerateArray().Single(a => a.Id() == things.AnomalyId);
        foreach (var anomaly in new[] { moved, listed, await hr.ReadAsync(path) })
        {
            anomaly.Text("displayName").ShouldBe(await NameAsync("employee@acme.test"));
            anomaly.Text("assigneeDisplayName").ShouldBe(await NameAsync("superadmin@acme.test"));
            anomaly.GetProperty("history").EnumerateArray().Select(s => s.Text("displayName")).ShouldBe([await NameAsync("hr@acme.test"), await NameAsync("hr@acme.test")]);
        }
    }

    [Fact]
    public async Task Audit_AsHrReadsIt_CarriesTheNameOfTheActor()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var employee = await host.AsAsync("employee@acme.test");
        await employee.ReadAsync("/api/v1/audit", System.Net.HttpStatusCode.Forbidden);

        var lines = (await hr.ReadAsync("/api/v1/audit?limit=200")).GetProperty("items").EnumerateArray().ToList();

        lines.First(l => l.Text("action") is "access.refused").Text("displayName").ShouldBe(await NameAsync("employee@acme.test"));
        lines.First(l => l.Text("actorKind") is "system").GetProperty("displayName").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    private async Task<string> NameAsync(object person) =>
        (string)(await host.SqlAsync(person is Guid ? "SELECT display_name FROM users WHERE id = $1" : "SELECT display_name FROM users WHERE email = $1", person))!;
}
