using System.Net;
using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Presence;

/// <summary>Presence over HTTP: who sees whom, and how.</summary>
public sealed class ListPresenceTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Presence = "/api/v1/presence";

    [Theory]
    [InlineData("employee", "employee lead manager nadia omar technician")]
    [InlineData("lead", "employee lead manager nadia omar technician")]
    [InlineData("manager", "employee lead manager nadia omar technician")]
    [InlineData("staff", "employee hr lead manager nadia omar staff superadmin technician")]
    [InlineData("hr", "employee hr lead manager nadia omar staff superadmin technician")]
    public async Task List_ByRole_ShowsColleaguesOrEverybody(string who, string expected)
    {
        using var client = await host.AsAsync($"{who}@acme.test");
        var seen = new List<string>();
        foreach (var item in (await client.ReadAsync(Presence)).GetProperty("items").EnumerateArray())
        {
            seen.Add((string)(await host.SqlAsync("SELECT split_part(email, '@', 1) FROM users WHERE id = $1", item.Id("userId")))!);
        }

        seen.Order(StringComparer.Ordinal).ShouldBe(expected.Split(' '));
    }

    [Fact]
    public async Task List_ByStatus_FollowsTheHeartbeats()
    {
        var online = await host.LoginAsync("technician@acme.test");
        var away = await host.LoginAsync("nadia@acme.test");
        await using var one = await HubClient.ConnectAsync(host.BaseAddress, online.Text("accessToken"));
        await using var two = await HubClient.ConnectAsync(host.BaseAddress, away.Text("accessToken"));
        (await one.InvokeAsync("Heartbeat", "online")).ShouldBeNull();
        (await two.InvokeAsync("Heartbeat", "away")).ShouldBeNull();
        var (first, second) = (online.GetProperty("user").Id(), away.GetProperty("user").Id());

        using var hr = await host.AsAsync("hr@acme.test");
        (await IdsAsync(hr, "?status=online")).ShouldBe([first]);
        (await IdsAsync(hr, "?status=away")).ShouldBe([second]);
        var offline = await IdsAsync(hr, "?status=offline");
        offline.Count.ShouldBe(7);
        offline.ShouldNotContain(first);
        (await IdsAsync(hr, $"?userIds={first}&userIds={second}")).ShouldBe([first, second], ignoreOrder: true);
        var seen = (await hr.ReadAsync($"{Presence}?userIds={first}")).GetProperty("items")[0];
        seen.Text("status").ShouldBe("online");
        seen.GetProperty("lastSeenAt").GetDateTimeOffset().ShouldBeLessThanOrEqualTo(RealTime.Clock.GetUtcNow());
        (await hr.ReadAsync($"{Presence}?userIds={offline[0]}")).GetProperty("items")[0].GetProperty("lastSeenAt").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task List_PageByPage_HasEverybodyOnce()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var all = await IdsAsync(hr, string.Empty);
        var paged = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await hr.ReadAsync($"{Presence}?limit=2{(cursor is null ? string.Empty : $"&cursor={cursor}")}");
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(p => p.Id("userId")));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        paged.ShouldBe(all);
    }

    [Fact]
    public async Task List_OfPeopleWhomOneMayNotSee_IsEmpty()
    {
        var staff = await host.UserIdAsync("staff@acme.test");
        using var employee = await host.AsAsync("employee@acme.test");
        (await IdsAsync(employee, $"?userIds={staff}")).ShouldBeEmpty();

        using var stranger = await host.AsAsync("hr@globex.test");
        (await IdsAsync(stranger, $"?userIds={staff}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("limit=0", "validation_failed")]
    [InlineData("cursor=x", "cursor_invalid")]
    [InlineData("status=asleep", "validation_failed")]
    [InlineData("userIds=me", "validation_failed")]
    public async Task List_WithABrokenParameter_IsRefused(string query, string code)
    {
        using var hr = await host.AsAsync("hr@acme.test");
        (await hr.ReadAsync($"{Presence}?{query}", HttpStatusCode.BadRequest)).Text("code").ShouldBe(code);
    }

    [Fact]
    public async Task List_ForWhomNoPermissionAllows_IsForbidden()
    {
        using var platform = await host.AsAsync("platform@satcom.test");
        await platform.ReadAsync(Presence, HttpStatusCode.Forbidden);
    }

    private static async Task<IReadOnlyList<Guid>> IdsAsync(HttpClient client, string query) =>
        [.. (await client.ReadAsync(Presence + query)).GetProperty("items").EnumerateArray().Select(p => p.Id("userId"))];
}
