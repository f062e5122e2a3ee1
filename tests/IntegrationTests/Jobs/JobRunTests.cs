using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Jobs;

/// <summary>What operators see of jobs and do to them, on two nodes.</summary>
public sealed partial class JobRunTests(JobNodes nodes) : IClassFixture<JobNodes>
{
    private const string Jobs = "/api/v1/jobs";
    private const string Runs = $"{Jobs}/runs";
    private const string Cleanup = $"{Jobs}/message-cleanup";

    private SatcomHost Host => nodes.First;

    [Fact]
    public async Task Trigger_ByACompany_DoesItsWorkAlone_AndIsShownToNobodyElse()
    {
        await OldMessagesAsync();
        using var acme = await Host.AsAsync("superadmin@acme.test");
        using var globex = await Host.AsAsync("superadmin@globex.test");

        var first = await TriggerAsync(acme, Cleanup, "once");
        (await TriggerAsync(acme, Cleanup, "once")).Id().ShouldBe(first.Id(), "The same key makes one run.");
        var ended = await EndedAsync(acme, first.Id());

        ended.Text("state").ShouldBe("succeeded");
        ended.Text("scope").ShouldBe("company");
        ended.GetProperty("done").GetInt64().ShouldBe(1);
        ended.GetProperty("durationSeconds").GetInt64().ShouldBeGreaterThanOrEqualTo(0);
        IsNull(ended, "node").ShouldBeTrue();
        IsNull(ended, "companies").ShouldBeTrue();
        (await OldMessagesOfAsync("acme", "globex")).ShouldBe((0L, 1L));
        (await acme.ReadAsync($"/api/v1/audit?entityId={first.Id()}")).GetProperty("items")[0].Text("action").ShouldBe("jobs.trigger");

        (await globex.ReadAsync($"{Runs}/{first.Id()}", HttpStatusCode.NotFound)).Text("code").ShouldBe("not_found");
        await globex.PostProblemAsync($"{Runs}/{first.Id()}/cancel", new { }, HttpStatusCode.NotFound, "not_found");
        (await globex.ReadAsync($"{Runs}?job=message-cleanup&cause=person")).GetRawText().ShouldNotContain(first.Id().ToString());
        await acme.PostProblemAsync($"{Runs}/{first.Id()}/cancel", new { }, HttpStatusCode.Conflict, "job_run_ended");

        // An import of the same id is another thing, and hides nothing.
        await Host.SqlAsync(
            """
            WITH i AS (INSERT INTO imports (tenant_id, id, kind, is_dry_run, invites, created_at, created_by, permissions, is_proved, file_hash)
              SELECT tenant_id, $1, 'projects', true, false, now(), id, '{}', false, sha256('x') FROM users WHERE email = 'hr@acme.test' RETURNING tenant_id, id)
            INSERT INTO import_progress (tenant_id, id, rows, state, done, created, updated, unchanged, refused, next_batch, finished_at) SELECT tenant_id, id, 1, 'completed', 1, 0, 0, 1, 0, 1, now() FROM i
            """,
            first.Id());
        (await acme.ReadAsync($"{Runs}/{first.Id()}")).Text("job").ShouldBe("message-cleanup");
        (await acme.ReadAsync(Cleanup)).GetProperty("lastRun").Id().ShouldBe(first.Id());

        // The client's id: the same again is the same run, and another job under it is a mistake.
        (await acme.SendAsync($"{Cleanup}/trigger", new { id = first.Id() }, HttpStatusCode.Accepted)).Text("state").ShouldBe("succeeded");
        await acme.PostProblemAsync($"{Jobs}/moves/trigger", new { id = first.Id() }, HttpStatusCode.Conflict, "id_conflict");
    }

    [Fact]
    public async Task Trigger_ByThePlatform_TellsWhoseWorkFailed_AndNothingOfTheirData()
    {
        await OldMessagesAsync();
        await Host.SqlAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''secret@globex.test''; END';
            CREATE TRIGGER refuse BEFORE DELETE ON outgoing_messages FOR EACH ROW WHEN (OLD.template = 'old of globex') EXECUTE FUNCTION refuse()
            """);
        using var platform = await Host.AsAsync("platform@satcom.test");
        using var acme = await Host.AsAsync("superadmin@acme.test");
        using var globex = await Host.AsAsync("superadmin@globex.test");
        try
        {
            var run = await EndedAsync(platform, (await TriggerAsync(platform, Cleanup, "all")).Id());

            run.Text("state").ShouldBe("failed");
            run.Text("scope").ShouldBe("installation");
            run.Text("error").ShouldBe("database P0001");
            run.GetRawText().ShouldNotContain("secret");
            run.Text("node").ShouldNotBeNullOrEmpty();
            var companies = run.GetProperty("companies");
            companies.GetProperty("total").GetInt32().ShouldBe(companies.GetProperty("done").GetInt32());
            companies.GetProperty("failedIds").EnumerateArray().ShouldHaveSingleItem().GetGuid().ShouldBe(await TenantAsync("globex"));

            var own = (await acme.ReadAsync(Cleanup)).GetProperty("lastRun");
            own.Text("state").ShouldBe("succeeded");
            own.GetProperty("done").GetInt64().ShouldBe(1);
            var broken = (await globex.ReadAsync($"{Runs}?job=message-cleanup&state=failed")).GetProperty("items")[0];
            broken.Text("error").ShouldBe("database P0001");
            broken.Text("scope").ShouldBe("company");
            (await platform.ReadAsync(Cleanup)).GetProperty("lastRun").Id().ShouldBe(run.Id());
        }
        finally
        {
            await Host.SqlAsync("DROP FUNCTION refuse CASCADE");
        }
    }

    [Fact]
    public async Task Cancel_FromTheOtherNode_EndsTheRunAndSaysWhen()
    {
        using var admin = await Host.AsAsync("superadmin@acme.test");
        await using var blocker = await BlockAsync("punch_places");
        var answers = await Task.WhenAll(TryTriggerAsync(nodes.First), TryTriggerAsync(nodes.Second));
        answers.ShouldBe([HttpStatusCode.Accepted, HttpStatusCode.Conflict], ignoreOrder: true);
        var id = (await admin.ReadAsync($"{Runs}?job=punch-place-purge")).GetProperty("items")[0].Id();
        await Waiting.UntilAsync(async () => (await admin.ReadAsync($"{Runs}/{id}")).Text("state").Is("running"), "no node takes the run");
        await admin.PostProblemAsync($"{Jobs}/punch-place-purge/trigger", new { }, HttpStatusCode.Conflict, "job_active");
        var node = (string)(await Host.SqlAsync("SELECT node FROM job_runs WHERE id = $1", id))!;
        await Waiting.UntilAsync(async () => await Host.SqlAsync("SELECT beat_at > started_at + interval '2 seconds' FROM job_runs WHERE id = $1", id) is true, "its node does not say that it lives");

        using var elsewhere = await nodes.Other(node).AsAsync("superadmin@acme.test");
        var asked = await elsewhere.SendAsync($"{Runs}/{id}/cancel", new { }, HttpStatusCode.Accepted);

        asked.Text("state").ShouldBe("running");
        IsNull(asked, "cancelAskedAt").ShouldBeFalse();
        var ended = await EndedAsync(admin, id);
        ended.Text("state").ShouldBe("cancelled");
        ended.GetProperty("finishedAt").GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(ended.GetProperty("cancelAskedAt").GetDateTimeOffset());
        (await elsewhere.SendAsync($"{Runs}/{id}/cancel", new { }, HttpStatusCode.Accepted)).Text("state").ShouldBe("cancelled");
        (await admin.ReadAsync($"/api/v1/audit?entityId={id}&action=jobs.cancel")).GetProperty("items").GetArrayLength().ShouldBe(1);

        async Task<HttpStatusCode> TryTriggerAsync(SatcomHost on)
        {
            using var client = await on.AsAsync("superadmin@acme.test");
            using var response = await client.PostAsJsonAsync($"{Jobs}/punch-place-purge/trigger", new { });
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Trigger_ByACompany_WaitsWhileTheRunForAllCompaniesGoesOn()
    {
        using var platform = await Host.AsAsync("platform@satcom.test");
        using var admin = await nodes.Second.AsAsync("superadmin@globex.test");
        await using var blocker = await BlockAsync("idempotency_records");
        var all = await platform.SendAsync($"{Jobs}/idempotency-cleanup/trigger", new { }, HttpStatusCode.Accepted);
        await Waiting.UntilAsync(async () => await Host.SqlAsync("SELECT state FROM job_runs WHERE id = $1", all.Id()) is "running", "no node takes the run");

        var own = (await admin.SendAsync($"{Jobs}/idempotency-cleanup/trigger", new { }, HttpStatusCode.Accepted)).Id();

        // The nodes look each second; a run of another job that was asked for later is over before this one begins.
        var later = (await admin.SendAsync($"{Jobs}/moves/trigger", new { }, HttpStatusCode.Accepted)).Id();
        (await EndedAsync(admin, later)).Text("state").ShouldBe("succeeded");
        (await admin.ReadAsync($"{Runs}/{own}")).Text("state").ShouldBe("queued");
        await blocker.DisposeAsync();
        (await EndedAsync(admin, own)).Text("state").ShouldBe("succeeded");
        var order = (bool)(await Host.SqlAsync("SELECT o.started_at >= a.finished_at FROM job_runs o, job_runs a WHERE o.id = $1 AND a.id = $2", own, all.Id()))!;
        order.ShouldBeTrue();
    }

    [Fact]
    public async Task Trigger_OfManyJobsByACompany_KeepsNobodyElseWaiting()
    {
        using var acme = await Host.AsAsync("superadmin@acme.test");
        using var globex = await Host.AsAsync("superadmin@globex.test");
        using var platform = await Host.AsAsync("platform@satcom.test");
        await using var blocker = await BlockAsync("idempotency_records", "punch_places");
        string[] names = ["idempotency-cleanup", "punch-place-purge"];
        var own = await Task.WhenAll(names.Select(async n => (await acme.SendAsync($"{Jobs}/{n}/trigger", new { }, HttpStatusCode.Accepted)).Id()));
        await Waiting.UntilAsync(async () => (await RunningAsync()) == 1, "no node takes the first");

        var others = (await globex.SendAsync($"{Jobs}/moves/trigger", new { }, HttpStatusCode.Accepted)).Id();
        (await EndedAsync(globex, others)).Text("state").ShouldBe("succeeded");
        var all = (await platform.SendAsync($"{Jobs}/attempt-counter-cleanup/trigger", new { }, HttpStatusCode.Accepted)).Id();
        (await EndedAsync(platform, all)).Text("state").ShouldBe("succeeded");
        (await RunningAsync()).ShouldBe(1L);

        await blocker.DisposeAsync();
        foreach (var id in own)
        {
            (await EndedAsync(acme, id)).Text("state").ShouldBe("succeeded");
        }

        async Task<long> RunningAsync() => (long)(await Host.SqlAsync("SELECT count(*) FROM job_runs WHERE id = ANY($1) AND state = 'running'", own))!;
    }

    [Fact]
    public async Task Pause_HoldsOnEveryNodeAndAfterARestart_AndIsThePlatformsAlone()
    {
        using var platform = await nodes.Second.AsAsync("platform@satcom.test");
        using var admin = await Host.AsAsync("superadmin@acme.test");
        await Waiting.UntilAsync(async () => await RunsOfTheClockAsync(default) > 0, "the clock starts nothing");
        await admin.PostProblemAsync($"{Jobs}/{JobNodes.EverySecond}/pause", new { }, HttpStatusCode.Forbidden, "forbidden");

        var paused = await platform.SendAsync($"{Jobs}/{JobNodes.EverySecond}/pause", new { reason = "Looked into" });
        var at = paused.GetProperty("pausedAt").GetDateTimeOffset();
        paused.GetProperty("isPaused").GetBoolean().ShouldBeTrue();
        IsNull(paused, "nextRunAt").ShouldBeTrue();
        paused.Text("pauseReason").ShouldBe("Looked into");
        var seen = await admin.ReadAsync($"{Jobs}/{JobNodes.EverySecond}");
        seen.GetProperty("isPaused").GetBoolean().ShouldBeTrue();
        IsNull(seen, "pauseReason").ShouldBeTrue();
        await admin.PostProblemAsync($"{Jobs}/{JobNodes.EverySecond}/trigger", new { }, HttpStatusCode.Conflict, "job_paused");

        await using (var restarted = await nodes.FurtherAsync())
        {
            using var after = await restarted.AsAsync("platform@satcom.test");
            (await after.ReadAsync($"{Jobs}/{JobNodes.EverySecond}")).GetProperty("isPaused").GetBoolean().ShouldBeTrue();

            // The scheduler's clock goes on: three of its times pass on whichever node, and nothing is run.
            await Waiting.UntilAsync(async () => await FiredAsync() > at.AddSeconds(4), "the clock stands still");
            (await RunsOfTheClockAsync(at.AddSeconds(1))).ShouldBe(0);
            (await EndedAsync(after, (await after.SendAsync($"{Jobs}/{JobNodes.EverySecond}/trigger", new { }, HttpStatusCode.Accepted)).Id())).Text("state").ShouldBe("succeeded", "The platform may try it.");

            using var stale = new HttpRequestMessage(HttpMethod.Post, $"{Jobs}/{JobNodes.EverySecond}/resume");
            stale.Headers.Add("If-Match", "\"0\"");
            using var mismatch = await after.SendAsync(stale);
            await mismatch.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
            (await after.SendAsync($"{Jobs}/{JobNodes.EverySecond}/resume", new { })).GetProperty("isPaused").GetBoolean().ShouldBeFalse();
        }

        await Waiting.UntilAsync(async () => await RunsOfTheClockAsync(at.AddSeconds(1)) > 0, "it is not resumed");
        (await platform.ReadAsync("/api/v1/audit?action=jobs.pause")).GetProperty("items").EnumerateArray().ShouldContain(e => e.GetProperty("after").Text("job").Is(JobNodes.EverySecond), 1);
    }

    [Fact]
    public async Task Clock_OnTwoNodes_RunsEachOfItsTimesOnce()
    {
        var firedAt = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await Task.WhenAll(((SatcomHost[])[nodes.First, nodes.Second, nodes.First, nodes.Second])
            .Select(n => n.Services.GetRequiredService<JobRunner>().RunByClockAsync("audit-check", firedAt, CancellationToken.None)));

        // A node that is told of the time when all is over begins nothing either.
        await nodes.First.Services.GetRequiredService<JobRunner>().RunByClockAsync("audit-check", firedAt, CancellationToken.None);
        await nodes.Second.Services.GetRequiredService<JobRunner>().RunByClockAsync("audit-check", firedAt, CancellationToken.None);

        (await Host.SqlAsync("SELECT count(*) FROM job_runs WHERE job = 'audit-check' AND scope = 'installation'")).ShouldBe(1L);
        using var platform = await Host.AsAsync("platform@satcom.test");
        var job = await platform.ReadAsync($"{Jobs}/audit-check");
        job.Text("cron").ShouldBe("0 0 0 1 1 ? 2099");
        job.GetProperty("nextRunAt").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero), "Quartz's ticks are read right.");
        IsNull(job, "lastFinishedAt").ShouldBeFalse();
    }

    [Fact]
    public async Task Pause_HoldsWhatACompanyAskedForBefore_UntilTheResumption()
    {
        using var platform = await Host.AsAsync("platform@satcom.test");
        using var admin = await nodes.Second.AsAsync("superadmin@globex.test");
        await using var blocker = await BlockAsync("phone_changes");
        var all = (await platform.SendAsync($"{Jobs}/expired-sessions-cleanup/trigger", new { }, HttpStatusCode.Accepted)).Id();
        await Waiting.UntilAsync(async () => await Host.SqlAsync("SELECT state FROM job_runs WHERE id = $1", all) is "running", "no node takes the run");
        var own = (await admin.SendAsync($"{Jobs}/expired-sessions-cleanup/trigger", new { }, HttpStatusCode.Accepted)).Id();
        await platform.SendAsync($"{Jobs}/expired-sessions-cleanup/pause", new { });

        await blocker.DisposeAsync();
        await EndedAsync(platform, all);

        // The nodes look each second; what was asked for later is over before this one begins.
        var later = (await admin.SendAsync($"{Jobs}/moves/trigger", new { }, HttpStatusCode.Accepted)).Id();
        await EndedAsync(admin, later);
        (await admin.ReadAsync($"{Runs}/{own}")).Text("state").ShouldBe("queued");
        await platform.SendAsync($"{Jobs}/expired-sessions-cleanup/resume", new { });
        (await EndedAsync(admin, own)).Text("state").ShouldBe("succeeded");
    }

    [Fact]
    public async Task Runs_ShowImportsToo_WhichCanBeCancelled()
    {
        var id = (Guid)(await Host.SqlAsync(
            """
            WITH i AS (INSERT INTO imports (tenant_id, id, kind, is_dry_run, invites, created_at, created_by, permissions, is_proved, file_hash)
              SELECT tenant_id, gen_random_uuid(), 'projects', true, false, now(), id, '{}', false, sha256('x') FROM users WHERE email = 'hr@acme.test' RETURNING tenant_id, id)
            INSERT INTO import_progress (tenant_id, id, rows, state, done, created, updated, unchanged, refused, next_batch) SELECT tenant_id, id, 40, 'running', 25, 0, 0, 20, 5, 1 FROM i RETURNING id
            """))!;
        using var admin = await Host.AsAsync("superadmin@acme.test");
        using var stranger = await Host.AsAsync("superadmin@globex.test");

        // Nothing has it go on: its event was given up.
        (await admin.ReadAsync($"{Runs}/{id}")).Text("state").ShouldBe("lost");
        await Host.SqlAsync(
            """
            INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, attempts, available_at)
            SELECT tenant_id, gen_random_uuid(), id, 'ImportAdvanced', '{}', now(), 0, '2999-01-01' FROM import_progress WHERE id = $1
            """,
            id);

        var run = (await admin.ReadAsync($"{Runs}?job=import&state=running")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        run.Id().ShouldBe(id);
        (run.GetProperty("done").GetInt64(), run.GetProperty("total").GetInt64(), run.GetProperty("refused").GetInt64()).ShouldBe((25L, 40L, 5L));
        await stranger.PostProblemAsync($"{Runs}/{id}/cancel", new { }, HttpStatusCode.NotFound, "not_found");
        (await admin.SendAsync($"{Runs}/{id}/cancel", new { }, HttpStatusCode.Accepted)).Text("state").ShouldBe("cancelled");

        (await admin.ReadAsync($"/api/v1/imports/{id}")).Text("state").ShouldBe("stopped");
        var cancelled = await admin.ReadAsync($"{Runs}/{id}");
        (cancelled.Text("state"), IsNull(cancelled, "cancelAskedAt"), IsNull(cancelled, "error")).ShouldBe(("cancelled", false, true));

        // What the service stopped was cancelled by nobody.
        await Host.SqlAsync("UPDATE import_progress SET cancel_asked_at = NULL WHERE id = $1", id);
        var stopped = await admin.ReadAsync($"{Runs}/{id}");
        (stopped.Text("state"), IsNull(stopped, "cancelAskedAt"), stopped.Text("error")).ShouldBe(("failed", true, "forbidden"));
        await admin.PostProblemAsync($"{Runs}/{id}/cancel", new { }, HttpStatusCode.Conflict, "job_run_ended");
        (await admin.ReadAsync($"{Runs}?cursor=x", HttpStatusCode.BadRequest)).Text("code").ShouldBe("cursor_invalid");
    }

    [Fact]
    public async Task List_OfJobs_ShowsACompanyWhatConcernsIt()
    {
        using var admin = await Host.AsAsync("superadmin@acme.test");
        using var platform = await Host.AsAsync("platform@satcom.test");

        var own = (await admin.ReadAsync(Jobs)).GetProperty("items").EnumerateArray().Select(j => j.Text("name")).ToList();
        var all = (await platform.ReadAsync(Jobs)).GetProperty("items").EnumerateArray().Select(j => j.Text("name")).ToList();

        all.ShouldBe(JobCatalogue.Entries.Select(e => e.Name));
        own.ShouldBe(JobCatalogue.Entries.Where(e => e.IsPerTenant).Select(e => e.Name));
        await admin.PostProblemAsync($"{Jobs}/signing-key-rotation/trigger", new { }, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Purge_RemovesIdleRunsAfterADayAndAllAfterAMonth()
    {
        await Host.SqlAsync(
            """
            INSERT INTO job_runs (tenant_id, id, job, scope, cause, state, asked_by, asked_at, started_at, finished_at, node, tenants, tenants_done, tenants_failed, failed_tenant_ids, done)
            SELECT u.tenant_id, gen_random_uuid(), r.job, 'company', r.cause, 'succeeded', CASE WHEN r.cause = 'person' THEN u.id END, now() - r.age, now() - r.age, now() - r.age, 'n', 1, 1, 0, '{}', r.done
            FROM users u, (VALUES ('idle, yesterday', 'clock', 0, interval '25 hours'), ('idle, today', 'clock', 0, interval '23 hours'), ('busy, long ago', 'clock', 3, interval '31 days'),
              ('busy, lately', 'clock', 3, interval '29 days'), ('asked, lately', 'person', 0, interval '29 days')) AS r (job, cause, done, age)
            WHERE u.email = 'superadmin@globex.test'
            """);

        await ActivatorUtilities.CreateInstance<JobRunPurgeJob>(Host.Services).RunAsync(new JobProgress("test"), CancellationToken.None);

        (await Host.SqlAsync("SELECT string_agg(job, '; ' ORDER BY job) FROM job_runs WHERE job LIKE '%,%'")).ShouldBe("asked, lately; busy, lately; idle, today");
    }

    private async Task<long> RunsOfTheClockAsync(DateTimeOffset after) =>
        (long)(await Host.SqlAsync("SELECT count(*) FROM job_runs WHERE job = $1 AND fired_at > $2", JobNodes.EverySecond, after))!;

    private async Task<DateTimeOffset> FiredAsync() =>
        new((long)(await Host.SqlAsync("SELECT prev_fire_time FROM qrtz_triggers WHERE trigger_name = $1", JobNodes.EverySecond))!, TimeSpan.Zero);

    private async Task<Guid> TenantAsync(string slug) => (Guid)(await Host.SqlAsync("SELECT id FROM tenants WHERE slug = $1", slug))!;

    /// <summary>In both companies one message that was sent so long ago that it goes.</summary>
    private async Task OldMessagesAsync() => await Host.SqlAsync(
        """
        INSERT INTO outgoing_messages (tenant_id, id, channel, template, locale, created_at, attempts, available_at, sent_at)
        SELECT t.id, gen_random_uuid(), 'mail', 'old of ' || t.slug, 'en', now(), 1, now(), now() - interval '30 days' FROM tenants t
        WHERE t.slug IN ('acme', 'globex') AND NOT EXISTS (SELECT FROM outgoing_messages m WHERE m.template = 'old of ' || t.slug)
        """);

    private async Task<(long, long)> OldMessagesOfAsync(string one, string other) =>
        ((long)(await Host.SqlAsync("SELECT count(*) FROM outgoing_messages WHERE template = 'old of ' || $1", one))!, (long)(await Host.SqlAsync("SELECT count(*) FROM outgoing_messages WHERE template = 'old of ' || $1", other))!);

    /// <summary>Makes every statement on tables wait until it is disposed of.</summary>
    private async Task<NpgsqlConnection> BlockAsync(params string[] tables)
    {
        var connection = new NpgsqlConnection(await TestPostgres.SuperAsync(Host.Database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {string.Join(", ", tables)} IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task<JsonElement> TriggerAsync(HttpClient client, string job, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{job}/trigger") { Content = JsonContent.Create(new { }) };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await client.SendAsync(request);
        return await response.ReadAsync(HttpStatusCode.Accepted);
    }

    private static async Task<JsonElement> EndedAsync(HttpClient client, Guid id)
    {
        var run = default(JsonElement);
        await Waiting.UntilAsync(async () => !IsNull(run = await client.ReadAsync($"{Runs}/{id}"), "finishedAt"), "the run does not end");
        return run;
    }

    private static bool IsNull(JsonElement thing, string name) => !thing.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null;
}
