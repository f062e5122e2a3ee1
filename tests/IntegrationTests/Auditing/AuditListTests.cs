using System.Net;
using System.Text.Json;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Provider;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Auditing;

public sealed class AuditListTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Audit = "/api/v1/audit";

    [Fact]
    public async Task List_PageByPage_HasEveryEntryOnceNewestFirst()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var to = Instant((await EntriesAsync(hr, "?limit=1"))[0]);
        var all = await EntriesAsync(hr, $"?to={Escaped(to)}&limit=200");
        all.Count.ShouldBeGreaterThan(20);

        var paged = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await hr.ReadAsync($"{Audit}?limit=9&to={Escaped(to)}{(cursor is null ? string.Empty : $"&cursor={cursor}")}");
            paged.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        paged.Take(all.Count).Select(e => e.Id()).ShouldBe(all.Select(e => e.Id()));
        paged.Select(e => e.Id()).Distinct().Count().ShouldBe(paged.Count);
        paged.Zip(paged.Skip(1)).ShouldAllBe(pair => Instant(pair.First) >= Instant(pair.Second));
    }

    [Fact]
    public async Task List_WithFilters_ShowsOnlyWhatTheyLetThrough()
    {
        using var staff = await host.AsAsync("staff@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        var me = await host.UserIdAsync("staff@acme.test");
        var day = await staff.SendAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Created);
        await staff.SendAsync("/api/v1/attendance/check-out", new { });

        var mine = await EntriesAsync(hr, $"?actorId={me}&entityType=attendanceDay");
        mine.Select(e => e.Text("action")).ShouldBe(["attendance.checkOut", "attendance.checkIn"]);
        (await EntriesAsync(hr, $"?entityId={day.Id()}&action=attendance.checkIn")).ShouldHaveSingleItem();
        var at = Instant(mine[0]);
        (await EntriesAsync(hr, $"?entityId={day.Id()}&from={Escaped(at)}")).ShouldHaveSingleItem().Text("action").ShouldBe("attendance.checkOut");
        (await EntriesAsync(hr, $"?entityId={day.Id()}&to={Escaped(at)}")).ShouldHaveSingleItem().Text("action").ShouldBe("attendance.checkIn");
        (await EntriesAsync(hr, "?action=nothing.atAll")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A39_Tap_ThroughAProgram_NamesPersonAndProgram()
    {
        const string Email = "omar@acme.test";
        var app = await Integrator.RegisterAsync(
            host, new { name = "Door", kind = "confidential", grants = Integrator.Words("authorization_code"), scopes = Integrator.Words("openid attendance.punch"), redirectUris = Integrator.Words(Integrator.RedirectUri) });
        using var browser = new WebBrowser(host);
        using var program = host.With((await app.TokensAsync(host, (await browser.GrantAsync(app, Email, "openid attendance.punch"))["code"])).Text("access_token"));
        using var own = await host.AsAsync(Email);
        using var hr = await host.AsAsync("hr@acme.test");

        var day = (await program.SendAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Created)).Id();
        await own.SendAsync("/api/v1/attendance/check-out", new { });
        await program.ReadAsync("/api/v1/me", HttpStatusCode.Forbidden);

        var id = await host.UserIdAsync(Email);
        var taps = await EntriesAsync(hr, $"?entityId={day}");
        taps.Select(e => (e.Text("action"), e.GetProperty("actorId").GetGuid(), e.GetProperty("programId").GetString(), e.GetProperty("programName").GetString()))
            .ShouldBe([("attendance.checkOut", id, null, null), ("attendance.checkIn", id, app.Id.ToString(), "Door")]);
        var done = await EntriesAsync(hr, $"?programId={app.Id}");
        done.Select(e => e.Text("action")).Distinct(StringComparer.Ordinal).ShouldBe(["access.refused", "attendance.checkIn", "oauth.redeemCode"]);
        done.ShouldAllBe(e => e.GetProperty("actorId").GetGuid() == id && e.Text("displayName") == "Omar Rashid");
        (await EntriesAsync(hr, $"?programId={id}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A39_List_OfAPlatformAdministratorWhoseIdSomebodyHasHere_NamesNobody()
    {
        using var platform = await host.FreshAsync("platform@satcom.test");
        await platform.SendAsync("/api/v1/platform/scope", new { tenant = "acme", reason = "Ticket" });
        using var hr = await host.FreshAsync("hr@acme.test");
        var id = await host.UserIdAsync("platform@satcom.test");
        await hr.SendAsync(PeopleSteps.Users, PeopleSteps.NewPerson("Twin", id: id), HttpStatusCode.Created);

        var entered = (await EntriesAsync(hr, $"?actorId={id}&action=platform.enter")).ShouldHaveSingleItem();

        (entered.Text("actorKind"), entered.GetProperty("displayName").ValueKind).ShouldBe(("platformScope", JsonValueKind.Null));
    }

    [Theory]
    [InlineData("employee@acme.test")]
    [InlineData("technician@acme.test")]
    [InlineData("staff@acme.test")]
    [InlineData("manager@acme.test")]
    public async Task A39_List_ForOthers_IsForbiddenAndThatIsAudited(string who)
    {
        using var client = await host.AsAsync(who);
        await client.ReadAsync(Audit, HttpStatusCode.Forbidden);

        using var hr = await host.AsAsync("hr@acme.test");
        var refusal = (await EntriesAsync(hr, $"?action=access.refused&actorId={await host.UserIdAsync(who)}"))[0];
        refusal.Text("entityType").ShouldBe("Auditing_ListAuditEntries");
    }

    [Fact]
    public async Task A6_List_InAnotherCompany_ShowsNothingOfThisOne()
    {
        using var acme = await host.AsAsync("superadmin@acme.test");
        using var globex = await host.AsAsync("superadmin@globex.test");
        await acme.SendAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Created);
        var ids = (await EntriesAsync(acme, "?limit=200")).Select(e => e.Id()).ToHashSet();

        (await EntriesAsync(globex, "?limit=200")).ShouldAllBe(e => !ids.Contains(e.Id()));
        (await EntriesAsync(globex, $"?actorId={await host.UserIdAsync("superadmin@acme.test")}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("limit=0", "validation_failed")]
    [InlineData("cursor=x", "cursor_invalid")]
    [InlineData("from=yesterday", "validation_failed")]
    [InlineData("actorId=me", "validation_failed")]
    [InlineData("what=ever", "validation_failed")]
    public async Task List_WithABrokenParameter_IsRefused(string query, string code)
    {
        using var hr = await host.AsAsync("hr@acme.test");
        (await hr.ReadAsync($"{Audit}?{query}", HttpStatusCode.BadRequest)).Text("code").ShouldBe(code);
    }

    private static DateTimeOffset Instant(JsonElement entry) => entry.GetProperty("at").GetDateTimeOffset();

    private static string Escaped(DateTimeOffset instant) => Uri.EscapeDataString($"{instant:O}");

    private static async Task<IReadOnlyList<JsonElement>> EntriesAsync(HttpClient client, string query) =>
        [.. (await client.ReadAsync(Audit + query)).GetProperty("items").EnumerateArray()];
}
