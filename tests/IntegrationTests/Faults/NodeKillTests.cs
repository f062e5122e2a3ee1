using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Faults;

[Collection(ByTheClock.Name)]
public sealed class NodeKillTests(SatcomHost survivor) : IClassFixture<SatcomHost>
{
    private static readonly string[] People =
        ["employee@acme.test", "nadia@acme.test", "staff@acme.test", "technician@acme.test", "lead@acme.test", "manager@acme.test", "hr@globex.test", "nadia@globex.test"];

    private Books Books => new(_super);

    private string _super = string.Empty;

    [Fact]
    public async Task F1_Taps_WhenTheirNodeIsKilled_AreRetriedOnTheOtherAndAreThereOnce()
    {
        _super = await TestPostgres.SuperAsync(survivor.Database);
        await using var victim = await ServiceProcess.StartAsync(await ServiceProcess.SettingsForAsync(survivor.Database));
        var writers = await Task.WhenAll(People.Select(async email =>
            new Writer(email, (await survivor.LoginAsync(email)).Text("accessToken"), [victim.BaseAddress, survivor.BaseAddress])));
        using var stop = new CancellationTokenSource();
        var traffic = Task.WhenAll(writers.Select(w => w.RunAsync(stop.Token)));
        await Waiting.UntilAsync(() => Task.FromResult(writers.All(w => w.Acknowledged > 15)), "no traffic");

        await victim.KillAsync();

        var before = writers.Sum(w => w.Acknowledged);
        await Waiting.UntilAsync(() => Task.FromResult(writers.Sum(w => w.Acknowledged) > before + 80), "the other node does not go on");
        await stop.CancelAsync();
        await traffic;

        await Books.ShouldBalanceAsync(writers);
        TestContext.Current.TestOutputHelper?.WriteLine($"The slowest request took {writers.Max(w => w.Slowest).TotalMilliseconds:F0} ms.");
        await OutboxShouldEmptyAsync();
    }

    [Fact]
    public async Task F26_Outbox_WhenTheNodeIsKilledWhileItDelivers_AnotherDeliversTheRestOnce()
    {
        const int Events = 250;
        var database = await TestPostgres.CreateDatabaseAsync();
        var books = new Books(await TestPostgres.SuperAsync(database));
        await using (var victim = await ServiceProcess.StartAsync(await ServiceProcess.SettingsForAsync(database)))
        {
            await books.RowsAsync("DELETE FROM outbox_messages");
            await books.RowsAsync("DELETE FROM anomalies");

            // As many people, each with a day that was flagged as lacking its check-out.
            await books.RowsAsync(
                $$"""
                WITH many AS (
                  INSERT INTO users (tenant_id, id, email, normalized_email, display_name, is_phone_own_choice, roles, status, created_at)
                  SELECT u.tenant_id, gen_random_uuid(), 'many' || n || '@acme.test', 'many' || n || '@acme.test', 'Many ' || n, u.is_phone_own_choice, u.roles, u.status, u.created_at
                  FROM users u, generate_series(1, {{Events}}) n WHERE u.email = 'omar@acme.test' RETURNING tenant_id, id, display_name),
                employed AS (
                  INSERT INTO employees (tenant_id, id, employee_code, designation, time_zone, zones, rest_days, calendars, offices, office_ids, managers, targets, teams, search_text)
                  SELECT e.tenant_id, m.id, m.display_name, e.designation, e.time_zone, e.zones, e.rest_days, e.calendars, e.offices, e.office_ids, e.managers, e.targets, e.teams, ''
                  FROM many m, employees e JOIN users u ON u.tenant_id = e.tenant_id AND u.id = e.id WHERE u.email = 'omar@acme.test' RETURNING tenant_id, id),
                days AS (
                  INSERT INTO attendance_days
                  SELECT (jsonb_populate_record(NULL::attendance_days, zero || jsonb_build_object('tenant_id', e.tenant_id, 'id', gen_random_uuid(), 'employee_id', e.id, 'date', current_date - 20,
                    'first_check_in_at', current_date - 20 + time '06:00', 'status', 'missingCheckOut', 'flags', '["missingCheckOut"]'::jsonb, 'work_modes', '["office"]'::jsonb,
                    'lacking_since', current_date - 20 + time '06:00', 'lacking_limit_seconds', 57600, 'is_overridden', false))).*
                  FROM employed e,
                    (SELECT jsonb_object_agg(column_name, 0) zero FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'attendance_days' AND data_type = 'integer' AND is_nullable = 'NO') z
                  RETURNING tenant_id, id, employee_id, date)
                INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, available_at, attempts)
                SELECT tenant_id, gen_random_uuid(), id, 'CheckOutMissed',
                  jsonb_build_object('employeeId', employee_id, 'dayId', id, 'date', date::text, 'sessionStartedAt', to_char(date + time '06:00', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                    'limitSeconds', 57600, 'at', to_char(date + time '22:00', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
                  now(), now(), 0
                FROM days
                """);
            await Waiting.UntilAsync(async () => await books.ValueAsync<long>("SELECT count(*) FROM anomalies") > 20, "nothing is delivered");

            await victim.KillAsync();
        }

        // The positive control: there is a rest, and nobody delivers it while no node runs.
        (await books.ValueAsync<long>("SELECT count(*) FROM outbox_messages")).ShouldBeGreaterThan(0);
        await using (var next = new SatcomHost(database))
        {
            await next.StartAsync();
            await Waiting.UntilAsync(async () => await books.ValueAsync<long>("SELECT count(*) FROM outbox_messages") == 0, "the rest is not delivered");
        }

        (await books.ValueAsync<long>("SELECT count(*) FROM anomalies")).ShouldBe(Events);
        (await books.ValueAsync<long>("SELECT count(DISTINCT employee_id) FROM anomalies WHERE kind = 'missingCheckOut' AND status = 'open'")).ShouldBe(Events);
        await TestPostgres.DropAsync(database);
    }

    private Task OutboxShouldEmptyAsync() =>
        Waiting.UntilAsync(async () => await Books.ValueAsync<long>("SELECT count(*) FROM outbox_messages WHERE dead_at IS NULL") == 0, "the outbox does not empty");
}
