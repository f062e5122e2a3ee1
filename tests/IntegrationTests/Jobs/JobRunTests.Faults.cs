using System.Net;
using Npgsql;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Jobs;

/// <summary>What becomes of runs whose node, database or scheduler fails them, and how many runs are listed.</summary>
public sealed partial class JobRunTests
{
    [Fact]
    public async Task Clock_ThatTheSchedulerGaveUp_IsStartedAgain()
    {
        await Host.SqlAsync("UPDATE qrtz_triggers SET trigger_state = 'ERROR' WHERE trigger_name = 'leave-accrual'");

        await Waiting.UntilAsync(async () => await Host.SqlAsync("SELECT trigger_state FROM qrtz_triggers WHERE trigger_name = 'leave-accrual'") is "WAITING", "no node has it started again");
        using var platform = await Host.AsAsync("platform@satcom.test");
        IsNull(await platform.ReadAsync($"{Jobs}/leave-accrual"), "nextRunAt").ShouldBeFalse();
    }

    [Fact]
    public async Task Run_OfANodeThatFellSilent_IsLostAndHoldsNobodyUp()
    {
        var id = (Guid)(await Host.SqlAsync(
            """
            INSERT INTO job_runs (tenant_id, id, job, scope, cause, state, asked_by, asked_at, started_at, node, beat_at, tenants, tenants_done, tenants_failed, failed_tenant_ids, done)
            SELECT tenant_id, gen_random_uuid(), 'rebuild-upkeep', 'company', 'person', 'running', id, now(), now(), 'gone', now() - interval '1 minute', 1, 0, 0, '{}', 0 FROM users WHERE email = 'superadmin@acme.test'
            RETURNING id
            """))!;
        using var admin = await Host.AsAsync("superadmin@acme.test");

        (await EndedAsync(admin, id)).Text("state").ShouldBe("lost");
        var next = await admin.SendAsync($"{Jobs}/rebuild-upkeep/trigger", new { }, HttpStatusCode.Accepted);
        (await EndedAsync(admin, next.Id())).Text("state").ShouldBe("succeeded");
    }

    [Fact]
    public async Task Run_ForAllOfANodeThatFellSilent_IsNotSaidToGoOn()
    {
        await Host.SqlAsync(
            """
            WITH j AS (INSERT INTO jobs (name, revision, last_started_at) VALUES ('signing-key-rotation', 0, now() - interval '1 minute'))
            INSERT INTO job_runs (tenant_id, id, job, scope, cause, state, asked_at, started_at, node, beat_at, tenants, tenants_done, tenants_failed, failed_tenant_ids, done)
            SELECT id, gen_random_uuid(), 'signing-key-rotation', 'installation', 'clock', 'running', now(), now(), 'gone', now() - interval '1 minute', 1, 0, 0, '{}', 0 FROM tenants WHERE slug = 'platform'
            """);
        using var platform = await Host.AsAsync("platform@satcom.test");

        await Waiting.UntilAsync(async () => !IsNull(await platform.ReadAsync($"{Jobs}/signing-key-rotation"), "lastFinishedAt"), "the job is said to go on");
        (await platform.ReadAsync($"{Jobs}/signing-key-rotation")).GetProperty("lastRun").Text("state").ShouldBe("lost");
    }

    [Fact]
    public async Task F7_Run_OfTheClockOnANodeThatFellSilent_IsDoneByAnother_Once()
    {
        await Host.SqlAsync(
            """
            INSERT INTO job_runs (tenant_id, id, job, scope, cause, state, asked_at, fired_at, started_at, node, beat_at, tenants, tenants_done, tenants_failed, failed_tenant_ids, done)
            SELECT id, gen_random_uuid(), 'anomaly-digest', 'installation', 'clock', 'running', now(), now(), now(), 'gone', now() - interval '1 minute', 1, 0, 0, '{}', 0 FROM tenants WHERE slug = 'platform'
            """);
        using var platform = await Host.AsAsync("platform@satcom.test");

        await Waiting.UntilAsync(async () => await StatesAsync() is "lost succeeded", "nobody takes it over");
        await Host.SqlAsync("UPDATE job_runs SET state = 'running', finished_at = NULL, beat_at = now() - interval '1 minute' WHERE job = 'anomaly-digest' AND state = 'succeeded'");
        await Waiting.UntilAsync(async () => await StatesAsync() is "lost lost", "nobody judges its silence");
        (await EndedAsync(platform, (await platform.SendAsync($"{Jobs}/anomaly-digest/trigger", new { }, HttpStatusCode.Accepted)).Id())).Text("cause").ShouldBe("person", "Nothing follows what followed.");

        async Task<object?> StatesAsync() => await Host.SqlAsync("SELECT string_agg(state, ' ' ORDER BY asked_at, state) FROM job_runs WHERE job = 'anomaly-digest' AND scope = 'installation'");
    }

    [Fact]
    public async Task Run_OfANodeThatIsNotHeard_IsEndedByTheNodeItself()
    {
        using var admin = await Host.AsAsync("superadmin@acme.test");
        await using var blocker = await BlockAsync("device_challenges");
        var id = (await admin.SendAsync($"{Jobs}/expired-sessions-cleanup/trigger", new { }, HttpStatusCode.Accepted)).Id();
        await Waiting.UntilAsync(async () => await WaitingForAsync() == 1, "the work does not begin");

        await using (await BlockAsync("job_runs"))
        {
            await Waiting.UntilAsync(async () => await WaitingForAsync() == 0, "the work goes on unheard");
        }

        (await EndedAsync(admin, id)).Text("state").ShouldBe("lost");

        async Task<long> WaitingForAsync() => (long)(await Host.SqlAsync("SELECT count(*) FROM pg_locks WHERE relation = 'device_challenges'::regclass AND NOT granted"))!;
    }

    [Fact]
    public async Task Run_WhoseEndCannotBeWrittenAtOnce_SucceedsAllTheSame()
    {
        await Host.SqlAsync(
            """
            CREATE SEQUENCE ends;
            CREATE FUNCTION refuse_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN IF nextval(''ends'') = 1 THEN RAISE EXCEPTION ''away''; END IF; RETURN NEW; END';
            CREATE TRIGGER refuse_once BEFORE UPDATE ON job_runs FOR EACH ROW WHEN (NEW.job = 'attempt-counter-cleanup' AND NEW.finished_at IS NOT NULL) EXECUTE FUNCTION refuse_once()
            """);
        using var platform = await Host.AsAsync("platform@satcom.test");

        var id = (await platform.SendAsync($"{Jobs}/attempt-counter-cleanup/trigger", new { }, HttpStatusCode.Accepted)).Id();

        (await EndedAsync(platform, id)).Text("state").ShouldBe("succeeded");
        (await Host.SqlAsync("SELECT last_value FROM ends")).ShouldBe(2L);
        IsNull(await platform.ReadAsync($"{Jobs}/attempt-counter-cleanup"), "lastFinishedAt").ShouldBeFalse();
    }

    [Theory]
    [InlineData("true", "ix_job_runs_asked")]
    [InlineData("job = 'moves'", "ix_job_runs_job")]
    [InlineData("state = 'failed'", "ix_job_runs_state")]
    public async Task List_OfRuns_LooksIntoItsParts(string filter, string index)
    {
        await Host.SqlAsync(
            """
            INSERT INTO job_runs (tenant_id, id, job, scope, cause, state, asked_at, started_at, finished_at, node, tenants, tenants_done, tenants_failed, failed_tenant_ids, done)
            SELECT t.id, gen_random_uuid(), 'filler', 'company', 'clock', 'succeeded', n.at, n.at, n.at, 'n', 1, 1, 0, '{}', 1
            FROM tenants t, (SELECT now() - i * interval '1 minute' AS at FROM generate_series(1, 5000) i) n WHERE t.slug = 'globex' AND NOT EXISTS (SELECT FROM job_runs WHERE job = 'filler');
            ANALYZE job_runs
            """);
        var tenant = await TenantAsync("globex");
        await using var connection = new NpgsqlConnection(await TestPostgres.AsRoleAsync("satcom_app", Host.Database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"BEGIN; SELECT set_config('app.tenant', '{tenant}', true); EXPLAIN SELECT * FROM background_runs WHERE tenant_id = '{tenant}' AND {filter} ORDER BY asked_at DESC, id DESC LIMIT 51; ROLLBACK", connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(0));
        }

        string.Join('\n', plan).ShouldContain(index);
        plan[1].ShouldNotContain("Sort", customMessage: string.Join('\n', plan));
    }
}
