using Npgsql;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Anomalies;

/// <summary>The night of every company on two nodes, of which one is killed in the middle of a batch.</summary>
[Collection(ByTheClock.Name)]
public sealed class NightClusterTests
{
    /// <summary>More than are judged in one commit.</summary>
    private const int People = 1010;

    private const string Never = "0 0 0 1 1 ? 2099";

    /// <summary>What a batch after the first one waits for in its commit.</summary>
    private const string Gate = "7001";

    [Fact]
    public async Task Night_OnTwoNodes_WhenOneIsKilledInABatch_IsDoneForEveryCompanyAndNothingIsThereTwice()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        try
        {
            var super = await TestPostgres.SuperAsync(database);
            var books = new Books(super);
            await books.RowsAsync("DELETE FROM outbox_messages");
            await books.RowsAsync("DELETE FROM anomalies");
            await books.RowsAsync(Crowd);
            await books.RowsAsync(
                $$"""
                CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_lock_shared({{Gate}}); PERFORM pg_advisory_unlock_shared({{Gate}}); RETURN NEW; END $$;
                CREATE TRIGGER gate BEFORE UPDATE ON anomaly_evaluations FOR EACH ROW WHEN (OLD.done > 0 AND NEW.done > OLD.done) EXECUTE FUNCTION wait_at_gate();
                """);
            await using var gate = new NpgsqlConnection(super);
            await gate.OpenAsync();
            await using var shut = new NpgsqlCommand($"SELECT pg_advisory_lock({Gate})", gate);
            await shut.ExecuteNonQueryAsync();

            await using (var victim = await ServiceProcess.StartAsync(Scheduled(await ServiceProcess.SettingsForAsync(database))))
            {
                await Waiting.UntilAsync(
                    async () => await books.ValueAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'") > 0, "the night does not come to its second batch");
                await using var survivor = new SatcomHost(database);
                Scheduled(survivor.Settings);
                await survivor.StartAsync();
                await Waiting.UntilAsync(async () => await books.ValueAsync<long>("SELECT count(DISTINCT instance_name) FROM qrtz_scheduler_state") == 2, "the nodes are no cluster");

                await victim.KillAsync();
                (await books.ValueAsync<long>("SELECT count(*) FROM anomaly_evaluations WHERE finished_at IS NULL AND done > 0")).ShouldBe(1);
                await using var open = new NpgsqlCommand($"SELECT pg_advisory_unlock({Gate})", gate);
                await open.ExecuteNonQueryAsync();

                await Waiting.UntilAsync(
                    async () => await books.ValueAsync<long>("SELECT count(*) FROM tenants t WHERE NOT EXISTS (SELECT FROM anomaly_evaluations e WHERE e.tenant_id = t.id AND e.night IS NOT NULL AND e.finished_at IS NOT NULL)") == 0,
                    "the nights of some companies are not done");
                await Waiting.UntilAsync(async () => await books.ValueAsync<long>("SELECT count(*) FROM outbox_messages WHERE dead_at IS NULL") == 0, "the outbox does not empty");
            }

            (await books.RowsAsync("SELECT tenant_id FROM anomaly_evaluations GROUP BY tenant_id, night HAVING count(*) > 1")).ShouldBeEmpty();
            (await books.RowsAsync("SELECT done || ' of ' || people FROM anomaly_evaluations WHERE done <> people OR failed > 0")).ShouldBeEmpty();
            (await books.RowsAsync("SELECT raised || ' or ' || (SELECT count(*) FROM anomalies a WHERE a.tenant_id = e.tenant_id) FROM anomaly_evaluations e WHERE raised <> (SELECT count(*) FROM anomalies a WHERE a.tenant_id = e.tenant_id)"))
                .ShouldBeEmpty();
            (await books.ValueAsync<long>("SELECT count(*) FROM anomalies a JOIN users u ON u.tenant_id = a.tenant_id AND u.id = a.employee_id WHERE a.kind = 'missingCheckOut' AND u.email LIKE 'crowd%'")).ShouldBe(People);
            (await books.ValueAsync<long>("SELECT count(*) FROM anomaly_steps")).ShouldBe(0);
        }
        finally
        {
            await TestPostgres.DropAsync(database);
        }
    }

    /// <summary>People of one company, each with a day that was flagged as lacking its check-out.</summary>
    private static readonly string Crowd =
        $$"""
        WITH many AS (
          INSERT INTO users (tenant_id, id, email, normalized_email, display_name, is_phone_own_choice, roles, status, created_at)
          SELECT u.tenant_id, gen_random_uuid(), 'crowd' || n || '@acme.test', 'crowd' || n || '@acme.test', 'Crowd ' || n, u.is_phone_own_choice, u.roles, u.status, u.created_at
          FROM users u, generate_series(1, {{People}}) n WHERE u.email = 'omar@acme.test' RETURNING tenant_id, id, display_name),
        employed AS (
          INSERT INTO employees (tenant_id, id, employee_code, designation, time_zone, zones, rest_days, calendars, offices, office_ids, managers, targets, teams, search_text)
          SELECT e.tenant_id, m.id, m.display_name, e.designation, e.time_zone, e.zones, e.rest_days, e.calendars, e.offices, e.office_ids, e.managers, e.targets, e.teams, ''
          FROM many m, employees e JOIN users u ON u.tenant_id = e.tenant_id AND u.id = e.id WHERE u.email = 'omar@acme.test' RETURNING tenant_id, id)
        INSERT INTO attendance_days
        SELECT (jsonb_populate_record(NULL::attendance_days, zero || jsonb_build_object('tenant_id', e.tenant_id, 'id', gen_random_uuid(), 'employee_id', e.id, 'date', current_date - 20,
          'first_check_in_at', current_date - 20 + time '06:00', 'status', 'missingCheckOut', 'flags', '["missingCheckOut"]'::jsonb, 'work_modes', '["office"]'::jsonb,
          'lacking_since', current_date - 20 + time '06:00', 'lacking_limit_seconds', 57600, 'is_overridden', false))).*
        FROM employed e,
          (SELECT jsonb_object_agg(column_name, 0) zero FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'attendance_days' AND data_type = 'integer' AND is_nullable = 'NO') z
        """;

    private static Dictionary<string, string> Scheduled(Dictionary<string, string> settings)
    {
        settings["Satcom:Jobs:Enabled"] = "true";
        settings["Satcom:Jobs:AnomalyNightCron"] = "* * * * * ?";
        foreach (var name in (string[])["CleanupCron", "MovesCron", "AuditCheckCron", "LeaveAccrualCron", "MissingCheckOutCron", "AnomalyDigestCron"])
        {
            settings[$"Satcom:Jobs:{name}"] = Never;
        }

        return settings;
    }
}
