using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Satcom.IntegrationTests.Attendance;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Tenancy;

public sealed class OwnTenantTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Own = "/api/v1/tenant";

    [Fact]
    public async Task Patch_OfSomeThings_ChangesThoseAndLeavesTheRest()
    {
        using var admin = await host.AsAsync("superadmin@acme.test");
        var before = await admin.ReadAsync(Own);

        var after = await PatchAsync(admin, new { name = " Acme Two ", settings = new { maxSessionSeconds = 36_000 } });

        after.Text("name").ShouldBe("Acme Two");
        after.GetProperty("settings").GetProperty("maxSessionSeconds").GetInt32().ShouldBe(36_000);
        after.GetProperty("settings").GetProperty("offlineToleranceSeconds").GetInt32().ShouldBe(before.GetProperty("settings").GetProperty("offlineToleranceSeconds").GetInt32());
        (after.Text("slug"), after.Text("locale"), after.Text("timeZone")).ShouldBe((before.Text("slug"), before.Text("locale"), before.Text("timeZone")));
        after.GetProperty("version").GetUInt32().ShouldNotBe(before.GetProperty("version").GetUInt32());
        (await admin.ReadAsync(Own)).GetRawText().ShouldBe(after.GetRawText());

        var entry = (await admin.ReadAsync("/api/v1/audit?action=tenancy.update&limit=1")).GetProperty("items")[0];
        (entry.GetProperty("before").Text("name"), entry.GetProperty("after").Text("name")).ShouldBe((before.Text("name"), "Acme Two"));
    }

    [Fact]
    public async Task Settings_ThatAPolicyOfAttendanceSilences_AreNamedBesideThem()
    {
        using var admin = await host.AsAsync("superadmin@globex.test");
        using var hr = await host.AsAsync("hr@globex.test");
        using var platform = await host.AsAsync("platform@satcom.test");
        Held(await admin.ReadAsync(Own)).ShouldBeEmpty();

        // A policy that is to come silences nothing yet.
        var later = DateOnly.FromDateTime(RealTime.Clock.GetUtcNow().UtcDateTime).AddDays(30);
        await PutPolicyAsync(later);
        Held(await admin.ReadAsync(Own)).ShouldBeEmpty();
        await PutPolicyAsync(effectiveFrom: null);

        var read = await admin.ReadAsync(Own);
        Held(read).ShouldBe(["maxSessionSeconds", "offlineToleranceSeconds"]);
        Held(await PatchAsync(admin, new { settings = new { maxSessionSeconds = 40_000 } })).ShouldBe(Held(read));
        var effective = (await hr.ReadAsync("/api/v1/policies/attendance")).GetProperty("policy");
        Held(read).ShouldAllBe(name => effective.GetProperty(name).GetInt32() != 40_000);
        (await platform.ReadAsync($"/api/v1/tenants/{read.Id()}")).GetProperty("settingsHeldByPolicy").ValueKind.ShouldBe(JsonValueKind.Null);

        static string[] Held(JsonElement tenant) => [.. tenant.GetProperty("settingsHeldByPolicy").EnumerateArray().Select(n => n.GetString()!)];

        async Task PutPolicyAsync(DateOnly? effectiveFrom)
        {
            var body = JsonNode.Parse(JsonSerializer.Serialize(PlannedHost.Policy()))!.AsObject();
            body["from"] = effectiveFrom?.Iso();
            using var put = await hr.PutAsJsonAsync("/api/v1/policies/attendance", body);
            await put.ReadAsync();
        }
    }

    [Fact]
    public async Task Patch_WithAnOldVersion_IsRefusedAndChangesNothing()
    {
        using var admin = await host.AsAsync("superadmin@globex.test");
        var read = await admin.ReadAsync(Own);
        var version = read.GetProperty("version").GetUInt32();
        var changed = await PatchAsync(admin, new { name = "First" }, version);

        using var late = await SendAsync(admin, new { name = "Second" }, version);
        await late.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
        (await admin.ReadAsync(Own)).Text("name").ShouldBe("First");

        (await PatchAsync(admin, new { name = "Third" }, changed.GetProperty("version").GetUInt32())).Text("name").ShouldBe("Third");
    }

    [Theory]
    [InlineData("""{"name":""}""", "name", "required")]
    [InlineData("""{"locale":"fr"}""", "locale", "unknown_value")]
    [InlineData("""{"timeZone":"Mars/Olympus"}""", "timeZone", "invalid_format")]
    [InlineData("""{"settings":{"presenceAwayAfterSeconds":9}}""", "settings.presenceAwayAfterSeconds", "out_of_range")]
    [InlineData("""{"settings":{"presenceAwayAfterSeconds":300,"presenceOfflineAfterSeconds":300}}""", "settings.presenceOfflineAfterSeconds", "out_of_range")]
    [InlineData("""{"settings":{"maxSessionSeconds":59}}""", "settings.maxSessionSeconds", "out_of_range")]
    [InlineData("""{"settings":{"deviceVerification":"sometimes"}}""", "settings.deviceVerification", "unknown_value")]
    public async Task Patch_WithABrokenField_NamesIt(string body, string field, string code)
    {
        using var admin = await host.AsAsync("superadmin@acme.test");
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await admin.PatchAsync(new Uri(Own, UriKind.Relative), content);

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        problem.GetProperty("errors").GetProperty(field)[0].Text("code").ShouldBe(code);
    }

    [Theory]
    [InlineData("hr@acme.test")]
    [InlineData("manager@acme.test")]
    [InlineData("employee@acme.test")]
    public async Task Tenant_ForOthers_IsForbidden(string who)
    {
        using var client = await host.AsAsync(who);
        using var read = await client.GetAsync(new Uri(Own, UriKind.Relative));
        await read.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        using var changed = await SendAsync(client, new { name = "Mine" });
        await changed.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Tenants_AreListedForThePlatformAlone()
    {
        using var admin = await host.AsAsync("superadmin@acme.test");
        await admin.ReadAsync("/api/v1/tenants", HttpStatusCode.Forbidden);

        using var platform = await host.AsAsync("platform@satcom.test");
        var slugs = new List<string>();
        string? cursor = null;
        do
        {
            var page = await platform.ReadAsync($"/api/v1/tenants?limit=1{(cursor is null ? string.Empty : $"&cursor={cursor}")}");
            slugs.AddRange(page.GetProperty("items").EnumerateArray().Select(t => t.Text("slug")));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        slugs.ShouldBe(["acme", "globex", "platform"], ignoreOrder: true);
        (await platform.ReadAsync("/api/v1/tenants?status=suspended")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await platform.ReadAsync("/api/v1/tenants?cursor=x", HttpStatusCode.BadRequest)).Text("code").ShouldBe("cursor_invalid");
    }

    [Fact]
    public async Task Scope_OfThePlatform_IsForItsAdministratorsAlone()
    {
        using var admin = await host.AsAsync("superadmin@acme.test");
        await admin.PostProblemAsync("/api/v1/platform/scope", new { tenant = "globex", reason = "Curious" }, HttpStatusCode.Forbidden, "forbidden");

        using var platform = await host.AsAsync("platform@satcom.test");
        await platform.PostProblemAsync("/api/v1/platform/scope", new { tenant = "nowhere", reason = "Ticket" }, HttpStatusCode.NotFound, "tenant_unknown");
        await platform.PostProblemAsync("/api/v1/platform/scope", new { tenant = "platform", reason = "Ticket" }, HttpStatusCode.NotFound, "tenant_unknown");

        // A scope opens no further scope, and no list of companies.
        var scope = await platform.SendAsync("/api/v1/platform/scope", new { tenant = "globex", reason = "Ticket" });
        using var inside = host.With(scope.Text("accessToken"));
        await inside.PostProblemAsync("/api/v1/platform/scope", new { tenant = "acme", reason = "Ticket" }, HttpStatusCode.Forbidden, "forbidden");
        await inside.ReadAsync("/api/v1/tenants", HttpStatusCode.Forbidden);
        await inside.ReadAsync("/api/v1/me", HttpStatusCode.NotFound);
        (await inside.ReadAsync(Own)).Text("slug").ShouldBe("globex");
    }

    private static async Task<JsonElement> PatchAsync(HttpClient client, object body, uint? version = null)
    {
        using var response = await SendAsync(client, body, version);
        return await response.ReadAsync();
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, object body, uint? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, Own) { Content = JsonContent.Create(body) };
        if (version is { } known)
        {
            request.Headers.Add("If-Match", $"\"{known}\"");
        }

        return await client.SendAsync(request);
    }
}
