using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Jobs;

/// <summary>Events that were given up are seen and sent again by a person.</summary>
public sealed class DeadLetterTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string DeadLetters = "/api/v1/outbox/dead-letters";

    [Fact]
    public async Task Retry_OfADeadLetter_DeliversItWithAFullSetOfAttempts()
    {
        var day = await TapAsync();
        var letter = await BuryAsync(day, "AttendanceChanged");
        using var admin = await host.AsAsync("superadmin@acme.test");
        var item = (await admin.ReadAsync(DeadLetters)).GetProperty("items").EnumerateArray().Single(m => m.Id() == letter);
        item.Id("aggregateId").ShouldBe(day);
        item.GetProperty("attempts").GetInt32().ShouldBe(10);
        item.Text("lastError").ShouldBe("planted");
        item.TryGetProperty("payload", out _).ShouldBeFalse();

        await using var hub = await HubClient.ConnectAsync(host.BaseAddress, (await host.LoginAsync("hr@acme.test")).Text("accessToken"));
        await admin.SendAsync($"{DeadLetters}/{letter}/retry", new { }, HttpStatusCode.NoContent);

        (await hub.WaitForAsync("attendanceChanged")).Id("dayId").ShouldBe(day);
        await HostWork.EventuallyAsync(() => host.SqlAsync("SELECT count(*) FROM outbox_messages WHERE id = $1", letter), left => left is 0L);
        (await admin.ReadAsync("/api/v1/audit?action=outbox.retry")).GetProperty("items")[0].Id("entityId").ShouldBe(letter);
        await admin.PostProblemAsync($"{DeadLetters}/{letter}/retry", new { }, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task List_PageByPage_HasEveryLetterOnce()
    {
        var day = await TapAsync();
        var letters = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            letters.Add(await BuryAsync(day, "AttendanceChanged"));
        }

        using var admin = await host.AsAsync("superadmin@acme.test");
        var paged = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await admin.ReadAsync($"{DeadLetters}?limit=2{(cursor is null ? string.Empty : $"&cursor={cursor}")}");
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(m => m.Id()));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        paged.Where(letters.Contains).ShouldBe(letters, ignoreOrder: true);
        paged.Distinct().Count().ShouldBe(paged.Count);
        (await admin.ReadAsync($"{DeadLetters}?cursor=x", HttpStatusCode.BadRequest)).Text("code").ShouldBe("cursor_invalid");
        (await admin.ReadAsync($"{DeadLetters}?limit=500", HttpStatusCode.BadRequest)).Text("code").ShouldBe("validation_failed");
    }

    [Theory]
    [InlineData("hr@acme.test", HttpStatusCode.Forbidden)]
    [InlineData("manager@acme.test", HttpStatusCode.Forbidden)]
    [InlineData("superadmin@globex.test", HttpStatusCode.NotFound)]
    public async Task Retry_ByOthers_IsRefused(string who, HttpStatusCode expected)
    {
        var letter = await BuryAsync(await TapAsync(), "AttendanceChanged");
        using var client = await host.AsAsync(who);

        await client.SendAsync($"{DeadLetters}/{letter}/retry", new { }, expected);
        (await client.ReadAsync(DeadLetters, expected == HttpStatusCode.NotFound ? HttpStatusCode.OK : expected)).GetRawText().ShouldNotContain(letter.ToString());
        (await host.SqlAsync("SELECT dead_at IS NOT NULL FROM outbox_messages WHERE id = $1", letter)).ShouldBe(true);
    }

    private async Task<Guid> TapAsync()
    {
        using var client = await host.AsAsync("technician@acme.test");
        using var response = await client.PostAsJsonAsync("/api/v1/attendance/check-in", new { workMode = "field" });
        return response.StatusCode == HttpStatusCode.Created
            ? (await response.ReadAsync(HttpStatusCode.Created)).Id()
            : (await client.ReadAsync("/api/v1/attendance/today")).GetProperty("day").Id();
    }

    /// <summary>An event of the day as the dispatcher leaves it after its last attempt.</summary>
    private async Task<Guid> BuryAsync(Guid day, string type)
    {
        var id = Guid.CreateVersion7(RealTime.Clock.GetUtcNow());
        await host.SqlAsync(
            """
            INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, attempts, available_at, last_error, dead_at)
            SELECT d.tenant_id, $1, d.id, $3, jsonb_build_object('employeeId', d.employee_id, 'dayId', d.id), now(), 10, now(), 'planted', now()
            FROM attendance_days d WHERE d.id = $2
            """,
            id,
            day,
            type);
        return id;
    }
}
