using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>No request asks the database once per row, and the hot ones ask once.</summary>
public sealed class StatementCountTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Theory]
    [InlineData("hr@acme.test", "/api/v1/attendance/days?limit=50")]
    [InlineData("manager@acme.test", "/api/v1/attendance/days?limit=50")]
    [InlineData("employee@acme.test", "/api/v1/attendance/days?limit=50")]
    [InlineData("employee@acme.test", "/api/v1/attendance/today")]
    [InlineData("hr@acme.test", "/api/v1/anomalies")]
    [InlineData("hr@acme.test", "/api/v1/audit?limit=50")]
    [InlineData("hr@acme.test", "/api/v1/presence")]
    [InlineData("manager@acme.test", "/api/v1/presence")]
    [InlineData("superadmin@acme.test", "/api/v1/tenant")]
    [InlineData("superadmin@acme.test", "/api/v1/outbox/dead-letters")]
    [InlineData("platform@satcom.test", "/api/v1/tenants")]
    [InlineData("employee@acme.test", "/api/v1/me")]
    public async Task Read_OfManyRows_IsOneStatement(string who, string path)
    {
        using var client = await host.AsAsync(who);
        using var counter = new SqlCounter();

        (await counter.OfGetAsync(client, path)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Read_OfOneDay_IsOneStatement()
    {
        using var client = await host.AsAsync("hr@acme.test");
        var id = (await client.ReadAsync("/api/v1/attendance/days?limit=1")).GetProperty("items")[0].Id();
        using var counter = new SqlCounter();

        (await counter.OfGetAsync(client, $"/api/v1/attendance/days/{id}")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task CheckIn_OfANewDay_IsOneRoundTrip()
    {
        // The first tap of a company reads for all of the coming minutes what its days are judged by.
        using var other = await host.AsAsync("omar@acme.test");
        using (await other.SendAsync(Tap("check-in", new { workMode = "office" })))
        {
        }

        using var client = await host.AsAsync("staff@acme.test");
        using var counter = new SqlCounter();
        await client.ReadAsync("/api/v1/attendance/today");

        (await counter.OfAsync(client, Tap("check-in", new { workMode = "office" }))).ShouldHaveSingleItem();

        // The others read the open day and write it.
        (await counter.OfAsync(client, Tap("breaks/start", new { type = "break" }))).Count.ShouldBe(2);
        (await counter.OfAsync(client, Tap("breaks/end", new { }))).Count.ShouldBe(2);
        (await counter.OfAsync(client, Tap("check-out", new { }))).Count.ShouldBe(2);
    }

    private static HttpRequestMessage Tap(string tap, object body) => new(HttpMethod.Post, $"/api/v1/attendance/{tap}") { Content = JsonContent.Create(body) };
}
