using System.Net;
using System.Text.Json;
using Satcom.IntegrationTests.Common;

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
