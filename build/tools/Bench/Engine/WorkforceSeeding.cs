using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Engine;

/// <summary>Fills a database with a workforce. The company and its first people go through the service's own model; the rest of them, their days, timesheets and failures at fences are statements.</summary>
internal sealed class WorkforceSeeding(Workforce workforce, Report report, TimeProvider time)
{
    private const int ModelPeople = 64;

    public static Crowd Crowd { get; } = Crowd.Of(ModelPeople);

    /// <summary>The people alone, in a new database.</summary>
    public async Task RunAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await Seeding.PeopleAsync(database, Crowd, new Company(Crowd), workforce.Last, time.GetUtcNow(), cancellationToken);
        await InsertAsync(database, "users", Copy("users", "'id', id, 'email', 'w' || n || '@bench.test', 'normalized_email', 'W' || n || '@BENCH.TEST', 'display_name', 'Person ' || n"), cancellationToken);
        await InsertAsync(database, "employees", Copy("employees", "'id', id, 'employee_code', 'W' || n, 'manager_id', NULL"), cancellationToken);
        await Task.WhenAll(InsertAsync(database, "attendance_days", Days, cancellationToken), SheetsAsync(database, cancellationToken));
        await database.ExecuteAsync("VACUUM ANALYZE", cancellationToken);
        await database.ExecuteAsync("CHECKPOINT", cancellationToken);
        await database.LabelAsync(workforce.Content, cancellationToken);
        report.Say(Report.F(
            $"Seeding `{database.Name}`: {await CountAsync("attendance_days"):N0} days, {await CountAsync("timesheet_days"):N0} timesheet totals and {await CountAsync("geofence_failures"):N0} failures at fences ({await database.ScalarAsync<long>("SELECT pg_database_size(current_database())", cancellationToken) / (1 << 20):N0} MiB) in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s."));

        Task<long> CountAsync(string table) => database.ScalarAsync<long>($"SELECT count(*) FROM {table}", cancellationToken);
    }

    /// <summary>Takes away what earlier runs found.</summary>
    public static async Task ForgetAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "SET session_replication_role = replica; TRUNCATE anomalies, anomaly_steps, anomaly_evaluations, anomaly_judgements, anomaly_digests, outbox_messages", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task SheetsAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        await InsertAsync(database, "timesheet_weeks", Weeks, cancellationToken);
        await InsertAsync(database, "timesheet_days", Totals, cancellationToken);
        await InsertAsync(database, "geofence_failures", Failures, cancellationToken);
    }

    /// <summary>What triggers and foreign keys would judge row by row is known to be right.</summary>
    private static async Task InsertAsync(BenchDatabase database, string table, string sql, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync($"Seeding {table} …");
        await using var connection = await database.OpenAsync(cancellationToken);
        await using (var settings = new NpgsqlCommand("SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '512MB'; SET jit = off", connection))
        {
            await settings.ExecuteNonQueryAsync(cancellationToken);
        }

        var indexes = await Indexes.DropAsync(connection, table, cancellationToken);
        await using (var insert = new NpgsqlCommand(sql, connection))
        {
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await indexes.MakeAgainAsync(connection, cancellationToken);
    }

    /// <summary>Everybody else like one of the model's people.</summary>
    private string Copy(string table, string other) => string.Create(CultureInfo.InvariantCulture,
        $"""
        INSERT INTO {table}
        SELECT r.* FROM (SELECT t AS sample FROM {table} t WHERE id = '{Workforce.IdOf(2)}') AS template
        CROSS JOIN LATERAL (SELECT n, {Workforce.IdSql} AS id FROM generate_series({ModelPeople + 1}, {workforce.People}) AS n) AS p
        CROSS JOIN LATERAL jsonb_populate_record(template.sample, jsonb_build_object({other})) AS r
        """);

    private string Days => string.Create(CultureInfo.InvariantCulture,
        $"""
        INSERT INTO attendance_days (tenant_id, id, employee_id, date, status, first_check_in_at, last_check_out_at, worked_seconds, break_seconds, lunch_seconds, longest_break_seconds, planned_break_seconds, deducted_seconds,
          ordinary_seconds, overtime_seconds, overtime_holiday_seconds, overtime_rest_day_seconds, overtime_daily_seconds, overtime_weekly_seconds, payable_overtime_seconds, late_seconds, early_leave_seconds, scheduled_seconds,
          flags, lacking_since, lacking_limit_seconds, is_overridden, work_modes, amendment_count)
        SELECT '{workforce.TenantId}', (lpad(to_hex(1700000000000 + i * 86400000::bigint), 12, '0') || '70008' || lpad(to_hex(k), 15, '0'))::uuid, {Workforce.IdSql}, date,
          CASE WHEN g = 2 AND o = 3 THEN 'missingCheckOut' ELSE 'completed' END, date + TIME '04:00', CASE WHEN g = 2 AND o = 3 THEN NULL ELSE date + TIME '13:00' END,
          28800 + e, 900, CASE WHEN g = 3 AND o = 2 THEN 3601 ELSE 3600 END, 3600, 3600, 0, 28800, e, 0, 0, e, 0, 0, late, 0, 28800,
          CASE WHEN g = 2 AND o = 3 THEN ARRAY['missingCheckOut'] WHEN late > 0 THEN ARRAY['late'] ELSE ARRAY[]::text[] END,
          CASE WHEN g = 2 AND o = 3 THEN date + TIME '04:00' END, CASE WHEN g = 2 AND o = 3 THEN 57600 ELSE 0 END, false, ARRAY['office'], 0
        {workforce.RowsSql}
        """);

    private string Weeks => string.Create(CultureInfo.InvariantCulture,
        $"""
        INSERT INTO timesheet_weeks (tenant_id, id, employee_id, first_date, last_date, status, step_count)
        SELECT '{workforce.TenantId}', {Workforce.WeekSql("monday")}, {Workforce.IdSql}, monday, monday + 6, 'open', 0
        FROM generate_series(0, ({workforce.Dates} + 6) / 7) AS w CROSS JOIN LATERAL (SELECT DATE '{workforce.First:yyyy-MM-dd}' - (DATE '{workforce.First:yyyy-MM-dd}' - DATE '2001-01-01') % 7 + 7 * w AS monday) AS m
        CROSS JOIN generate_series(1, {workforce.People}) AS n
        """);

    private string Totals =>
        $"""
        INSERT INTO timesheet_days (tenant_id, employee_id, date, week_id, minutes)
        SELECT '{workforce.TenantId}', {Workforce.IdSql}, date, {Workforce.WeekSql("date")},
          480 + e / 60 + CASE WHEN g = 5 THEN CASE WHEN o = 2 THEN 31 ELSE 0 END WHEN (n + i) % 11 = 0 THEN 30 ELSE 0 END
        {workforce.RowsSql}
        """;

    private string Failures =>
        $"""
        INSERT INTO geofence_failures (tenant_id, id, employee_id, date, at, work_mode, result, action)
        SELECT '{workforce.TenantId}', gen_random_uuid(), {Workforce.IdSql}, date, date + TIME '04:00', CASE WHEN (g = 6 AND o BETWEEN 0 AND 2) OR (g <> 6 AND (n + i) % 20 = 0) THEN 'office' ELSE 'field' END,
          CASE WHEN g = 6 THEN 'outside' ELSE 'notProvided' END, 'record'
        {workforce.RowsSql} AND ((g = 6 AND o BETWEEN 0 AND 2) OR (g <> 6 AND (n + i) % 20 = 0) OR (n + i) % 40 = 7)
        """;
}
