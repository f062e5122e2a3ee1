using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Jobs;

/// <summary>Events that were given up are seen and sent again by a person.</summary>
public sealed class DeadLetterTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string DeadLetters = "/api/v1/outbox/dead-letters";
    private const string OfAll = "/api/v1/platform/dead-letters";

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

        (await hub.WaitForAsync("attendanceChanged", m => m.Id("dayId") == day)).Id("dayId").ShouldBe(day);
        await HostWork.EventuallyAsync(() => host.SqlAsync("SELECT count(*) FROM outbox_messages WHERE id = $1", letter), left => left is 0L);
        (await admin.ReadAsync("/api/v1/audit?action=outbox.retry")).GetProperty("items")[0].Id("entityId").ShouldBe(letter);
        await admin.PostProblemAsync($"{DeadLetters}/{letter}/retry", new { }, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Retry_OfADeadLetterThatFailsAgain_IsTriedAgainAndNotGivenUpAtOnce()
    {
        var letter = await BuryAsync(await TapAsync(), "NothingKnown");
        using var admin = await host.AsAsync("superadmin@acme.test");

        await admin.SendAsync($"{DeadLetters}/{letter}/retry", new { }, HttpStatusCode.NoContent);

        await HostWork.EventuallyAsync(() => host.SqlAsync("SELECT attempts FROM outbox_messages WHERE id = $1", letter), attempts => attempts is 1 or 2);
        (await host.SqlAsync("SELECT dead_at IS NULL AND available_at > now() - interval '1 minute' FROM outbox_messages WHERE id = $1", letter)).ShouldBe(true);
        await host.SqlAsync("DELETE FROM outbox_messages WHERE id = $1", letter);
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
    [InlineData(DeadLetters, "outbox_messages", "type", "outbox.retry")]
    [InlineData("/api/v1/outbox/dead-messages", "outgoing_messages", "template", "messages.retry")]
    public async Task RetryMany_SentTwiceAtOnce_SendsEachAgainOnce_AndNothingOfOthers(string route, string table, string kind, string action)
    {
        const int Count = 30;
        var (mine, others) = ($"Mine{Count}", "Others");
        await BuryManyAsync("acme", mine, Count);
        await BuryManyAsync("acme", others, 1);
        await BuryManyAsync("globex", mine, 1);
        using var admin = await host.AsAsync("superadmin@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        var body = new Dictionary<string, string>(StringComparer.Ordinal) { [kind] = mine };
        var foreign = (Guid)(await host.SqlAsync($"SELECT m.id FROM {table} m JOIN tenants t ON t.id = m.tenant_id WHERE t.slug = 'globex' AND m.{kind} = $1", mine))!;
        (await admin.ReadAsync($"{route}?{kind}={mine}&limit=200")).GetProperty("items").GetArrayLength().ShouldBe(Count);
        (await admin.ReadAsync($"{route}?{kind}={mine}&to=2020-01-01T00:00:00Z")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await admin.ReadAsync($"{route}/{foreign}", HttpStatusCode.NotFound)).Text("code").ShouldBe("not_found");
        await hr.PostProblemAsync($"{route}/retry", body, HttpStatusCode.Forbidden, "forbidden");
        (await admin.SendAsync($"{route}/retry", new { ids = new[] { foreign } })).GetProperty("retried").GetInt32().ShouldBe(0);

        var answers = await Task.WhenAll(admin.SendAsync($"{route}/retry", body), admin.SendAsync($"{route}/retry", body), admin.SendAsync($"{route}/retry", body));

        answers.Sum(a => a.GetProperty("retried").GetInt32()).ShouldBe(Count);
        (await host.SqlAsync($"SELECT count(*) FROM {table} WHERE {kind} = $1 AND dead_at IS NOT NULL", mine)).ShouldBe(1L, "Another company's stays.");
        (await host.SqlAsync($"SELECT count(*) FROM {table} WHERE {kind} = $1 AND dead_at IS NOT NULL", others)).ShouldBe(1L);
        (await host.SqlAsync($"SELECT count(*) FROM audit_entries WHERE action = $1 AND entity_id IN (SELECT id FROM {table} WHERE {kind} = $2)", action, mine)).ShouldBe((long)Count);
        var depth = (await admin.ReadAsync("/api/v1/outbox")).GetProperty(string.Equals(table, "outbox_messages", StringComparison.Ordinal) ? "events" : "mails");
        depth.GetProperty("waiting").GetInt32().ShouldBeGreaterThanOrEqualTo(Count);
        depth.GetProperty("dead").GetInt32().ShouldBeGreaterThanOrEqualTo(1);
        await host.SqlAsync($"DELETE FROM {table} WHERE {kind} = ANY ($1)", (object)(string[])[mine, others]);

        async Task BuryManyAsync(string slug, string name, int count) => await host.SqlAsync(
            table is "outbox_messages"
                ? "INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, attempts, available_at, last_error, dead_at) SELECT id, gen_random_uuid(), gen_random_uuid(), $2, '{}', now(), 10, now(), 'planted', now() FROM tenants, generate_series(1, $3) WHERE slug = $1"
                : "INSERT INTO outgoing_messages (tenant_id, id, channel, template, sealed, locale, created_at, attempts, available_at, last_error, dead_at) SELECT id, gen_random_uuid(), 'mail', $2, '\\x00', 'en', now(), 10, now(), 'planted', now() FROM tenants, generate_series(1, $3) WHERE slug = $1",
            slug,
            name,
            count);
    }

    [Fact]
    public async Task Get_OfADeadLetter_ShowsNothingOfWhatItSays()
    {
        var letter = await BuryAsync(await TapAsync(), "AttendanceChanged");
        await host.SqlAsync("UPDATE outbox_messages SET trace_parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' WHERE id = $1", letter);
        using var admin = await host.AsAsync("superadmin@acme.test");

        var shown = await admin.ReadAsync($"{DeadLetters}/{letter}");

        shown.Text("traceId").ShouldBe("0af7651916cd43dd8448eb211c80319c");
        shown.EnumerateObject().Select(p => p.Name).ShouldBe(["id", "type", "aggregateId", "occurredAt", "deadAt", "attempts", "lastError", "traceId"], ignoreOrder: true);
    }

    [Fact]
    public async Task Platform_SeesWhatWasGivenUpOfEveryCompany_AndSendsItAgain_WhichBothAuditsTell()
    {
        await host.SqlAsync(
            """
            INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, attempts, available_at, last_error, dead_at)
            SELECT id, gen_random_uuid(), gen_random_uuid(), 'OfBoth', '{}', now(), 10, now(), 'planted', now() FROM tenants WHERE slug IN ('acme', 'globex');
            INSERT INTO outgoing_messages (tenant_id, id, channel, template, sealed, locale, created_at, attempts, available_at, last_error, dead_at)
            SELECT id, gen_random_uuid(), 'sms', 'OfBoth', '\x00', 'en', now(), 10, now(), 'planted', now() FROM tenants WHERE slug = 'globex'
            """);
        var (acme, globex) = (await TenantAsync("acme"), await TenantAsync("globex"));
        var others = (Guid)(await host.SqlAsync("SELECT id FROM outbox_messages WHERE type = 'OfBoth' AND tenant_id = $1", globex))!;
        using var platform = await host.AsAsync("platform@satcom.test");
        using var admin = await host.AsAsync("superadmin@globex.test");

        var seen = (await platform.ReadAsync($"{OfAll}?type=OfBoth")).GetProperty("items").EnumerateArray().ToList();
        seen.Select(m => (m.Id("tenantId"), m.Text("kind"))).ShouldBe([(acme, "event"), (globex, "event"), (globex, "sms")], ignoreOrder: true);
        seen[0].EnumerateObject().Select(p => p.Name).ShouldBeSubsetOf(["tenantId", "id", "kind", "type", "createdAt", "deadAt", "attempts", "lastError", "traceId"], StringComparer.Ordinal);
        (await admin.ReadAsync(OfAll, HttpStatusCode.Forbidden)).Text("code").ShouldBe("forbidden");
        await admin.PostProblemAsync($"{OfAll}/retry", new { type = "OfBoth" }, HttpStatusCode.Forbidden, "forbidden");

        (await platform.SendAsync($"{OfAll}/retry", new { type = "OfBoth", tenantId = globex, reason = "Mended" })).GetProperty("retried").GetInt32().ShouldBe(2);

        (await platform.ReadAsync($"{OfAll}?type=OfBoth")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem().Id("tenantId").ShouldBe(acme);
        var lines = (await admin.ReadAsync("/api/v1/audit?action=platform.retry")).GetProperty("items").EnumerateArray().ToList();
        lines.Select(l => (l.Text("entityType"), l.Text("actorKind"), l.Text("reason"))).ShouldBe([("outboxMessage", "platformScope", "Mended"), ("outgoingMessage", "platformScope", "Mended")], ignoreOrder: true);
        lines.ShouldContain(l => l.Id("entityId") == others);
        var own = (await platform.ReadAsync($"/api/v1/audit?action=platform.retry&entityId={globex}")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (own.Text("reason"), own.GetProperty("after").GetProperty("retried").GetInt32()).ShouldBe(("Mended", 2));
        (await platform.SendAsync($"{OfAll}/retry", new { type = "OfBoth", tenantId = globex })).GetProperty("retried").GetInt32().ShouldBe(0);
        await host.SqlAsync("DELETE FROM outbox_messages WHERE type = 'OfBoth'; DELETE FROM outgoing_messages WHERE template = 'OfBoth'");
    }

    [Fact]
    public async Task Platform_SeesRunsThatFailedOfEveryCompany_AndHasOneDoneAgain()
    {
        var id = (Guid)(await host.SqlAsync(
            """
            INSERT INTO job_runs (tenant_id, id, job, scope, cause, state, asked_at, started_at, finished_at, node, tenants, tenants_done, tenants_failed, failed_tenant_ids, done, error)
            SELECT id, gen_random_uuid(), 'moves', 'company', 'clock', 'failed', now(), now(), now(), 'n', 1, 1, 1, '{}', 3, 'planted' FROM tenants WHERE slug = 'acme' RETURNING id
            """))!;
        var (acme, globex) = (await TenantAsync("acme"), await TenantAsync("globex"));
        using var platform = await host.AsAsync("platform@satcom.test");
        using var admin = await host.AsAsync("superadmin@acme.test");

        var run = (await platform.ReadAsync("/api/v1/platform/failed-runs?job=moves")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (run.Id(), run.Id("tenantId"), run.Text("error")).ShouldBe((id, acme, "planted"));
        await platform.PostProblemAsync($"/api/v1/platform/tenants/{globex}/failed-runs/{id}/retry", new { }, HttpStatusCode.NotFound, "not_found");
        await admin.PostProblemAsync($"/api/v1/platform/tenants/{acme}/failed-runs/{id}/retry", new { }, HttpStatusCode.Forbidden, "forbidden");
        await host.SqlAsync("INSERT INTO jobs (name, revision, paused_at, paused_by) SELECT 'moves', 1, now(), id FROM users WHERE email = 'platform@satcom.test'");
        await platform.PostProblemAsync($"/api/v1/platform/tenants/{acme}/failed-runs/{id}/retry", new { }, HttpStatusCode.Conflict, "job_paused");
        await host.SqlAsync("DELETE FROM jobs WHERE name = 'moves'");

        var next = await platform.SendAsync($"/api/v1/platform/tenants/{acme}/failed-runs/{id}/retry", new { reason = "Mended" }, HttpStatusCode.Accepted);

        (await admin.ReadAsync($"/api/v1/jobs/runs/{next.Id()}")).Text("state").ShouldBe("queued");
        await platform.PostProblemAsync($"/api/v1/platform/tenants/{acme}/failed-runs/{id}/retry", new { }, HttpStatusCode.Conflict, "job_active");
        await platform.PostProblemAsync($"/api/v1/platform/tenants/{acme}/failed-runs/{next.Id()}/retry", new { }, HttpStatusCode.NotFound, "not_found");
        var line = (await admin.ReadAsync($"/api/v1/audit?entityId={next.Id()}")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (line.Text("action"), line.Text("actorKind"), line.Text("reason")).ShouldBe(("platform.retry", "platformScope", "Mended"));
        (await platform.ReadAsync($"/api/v1/audit?action=platform.retry&entityId={acme}")).GetProperty("items").GetArrayLength().ShouldBeGreaterThan(0);
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

    private async Task<Guid> TenantAsync(string slug) => (Guid)(await host.SqlAsync("SELECT id FROM tenants WHERE slug = $1", slug))!;

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
