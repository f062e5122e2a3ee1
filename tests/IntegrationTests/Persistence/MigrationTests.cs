using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Shifts;
using Satcom.Infrastructure.Persistence;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Persistence;

public sealed class MigrationTests
{
    [Fact]
    public async Task Migrate_WhenTheDatabaseIsEmpty_AppliesEveryMigrationAndChangesNothingTheSecondTime()
    {
        var token = TestContext.Current.CancellationToken;
        var database = await TestPostgres.CreateEmptyDatabaseAsync();
        try
        {
            await using var context = SatcomDbContext.ForMigrations(await OwnerAsync(database));
            (await context.Database.GetAppliedMigrationsAsync(token)).ShouldBeEmpty();

            // As somebody may have left it who ran an earlier version: names that differ in case alone, and more holidays than a calendar takes now.
            await context.GetService<IMigrator>().MigrateAsync("20261121182553_Workforce", token);
            await RunAsync(database, Old);

            // Codes that differ in case alone were let in until then.
            await context.GetService<IMigrator>().MigrateAsync("MonthClosed", token);
            var books = new Books(await TestPostgres.SuperAsync(database));
            await books.RowsAsync(
                """
                WITH company AS (
                  INSERT INTO tenants (id, slug, name, locale, time_zone, status, created_at, settings) VALUES (gen_random_uuid(), 'twins', 'Twins', 'en', 'UTC', 'active', now(), '{}') RETURNING id),
                made AS (
                  INSERT INTO users (tenant_id, id, email, normalized_email, display_name, status, roles, created_at)
                  SELECT company.id, gen_random_uuid(), age || code || '@twins.test', upper(age || code) || '@TWINS.TEST', code, 'active', '{employee}', now() - age * interval '1 day'
                  FROM company, (VALUES ('E-1', 1), ('e-1', 3), ('E-1-2', 2), (repeat('x', 32), 1), (repeat('X', 32), 2)) twins (code, age) RETURNING tenant_id, id, display_name)
                INSERT INTO employees (tenant_id, id, employee_code, designation, time_zone) SELECT tenant_id, id, display_name, 'Twin', 'UTC' FROM made
                """);

            // Anomalies of one date each, as they were raised and settled until then.
            await context.GetService<IMigrator>().MigrateAsync("ListIndexes", token);
            await books.RowsAsync(Flagged);

            // What was given up told until then what its data was.
            await context.GetService<IMigrator>().MigrateAsync("JobsAndRuns", token);
            await books.RowsAsync(
                """
                INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, available_at, attempts, dead_at, last_error)
                SELECT id, id, id, 'Old', '{}', now(), now(), 10, now(), 'InvalidOperationException: ann@twins.test' FROM tenants WHERE slug = 'twins'
                """);

            await context.Database.MigrateAsync(token);
            (await books.RowsAsync("DELETE FROM outbox_messages WHERE type = 'Old' RETURNING last_error")).ShouldBe(["InvalidOperationException"]);
            await ShouldSayTheSameAsync(books);
            (await RunAsync(database, "SELECT string_agg(name, ',' ORDER BY id) FROM leave_types")).ShouldBe("Annual,annual (3),ANNUAL (2),Sick");
            ((string)(await RunAsync(database, "SELECT string_agg(name, ',' ORDER BY id) FROM leave_policies"))!).ShouldBe($"{new string('a', 120)},{new string('A', 116)} (2)");
            (await RunAsync(database, "SELECT count(*) FROM leave_policies WHERE length(name) = 120")).ShouldBe(2L);
            (await RunAsync(database, "SELECT jsonb_array_length(holidays) FROM holiday_calendars")).ShouldBe(1001);
            var first = await CatalogueAsync(database);
            await context.Database.MigrateAsync(token);
            var second = await CatalogueAsync(database);

            (await books.ValueAsync<string>("SELECT string_agg(u.display_name || '>' || e.employee_code, ' ' ORDER BY e.employee_code COLLATE \"C\") FROM employees e JOIN users u ON u.id = e.id"))
                .ShouldBe($"E-1-2>E-1-2 E-1>E-1-3 {new string('X', 32)}>{new string('X', 32)} e-1>e-1 {new string('x', 32)}>{new string('x', 30)}-2");
            (await context.Database.GetAppliedMigrationsAsync(token)).ShouldBe(context.Database.GetMigrations());
            first.Length.ShouldBeGreaterThan(1000);
            second.ShouldBe(first);
        }
        finally
        {
            await TestPostgres.DropAsync(database);
        }
    }

    [Fact]
    public async Task Model_ComparedWithTheSnapshot_HasNoPendingChange()
    {
        await using var context = SatcomDbContext.ForMigrations("Host=nowhere");

        context.Database.HasPendingModelChanges().ShouldBeFalse("The model has changed: run build/migrate add <Name>.");
    }

    private const string Old =
        """
        INSERT INTO tenants (id, slug, name, locale, time_zone, status, created_at, settings) VALUES ('00000000-0000-7000-8000-000000000001', 'old', 'Old', 'en', 'Asia/Dubai', 'active', now(), '{}');
        INSERT INTO leave_types (tenant_id, id, name, unit, is_paid, needs_attachment, has_balance, color, is_archived)
        SELECT t.id, ('00000000-0000-7000-8000-00000000000' || n)::uuid, named.name, 'day', true, false, true, '#000000', false
        FROM tenants t, (VALUES (1, 'Annual'), (2, 'annual'), (3, 'ANNUAL (2)'), (4, 'Sick')) AS named (n, name);
        INSERT INTO leave_policies (tenant_id, id, leave_type_id, name, terms, blackouts)
        SELECT t.tenant_id, ('00000000-0000-7000-8000-00000000000' || n)::uuid, t.id, repeat(named.name, 120), '{}', '[]' FROM leave_types t, (VALUES (1, 'a'), (2, 'A')) AS named (n, name) WHERE t.name = 'Sick';
        INSERT INTO holiday_calendars (tenant_id, id, name, is_archived, holidays) SELECT id, id, 'Long', false, (SELECT jsonb_agg(n) FROM generate_series(1, 1001) n) FROM tenants;
        """;

    /// <summary>Three people with a flagged day, of whom one's anomaly is open, one's was settled by the service and one's by a person; and a day with a long lunch that was planned so; all of them locked.</summary>
    private const string Flagged =
        """
        WITH person AS (SELECT e.tenant_id, e.id, row_number() OVER (ORDER BY e.employee_code COLLATE "C") n FROM employees e JOIN tenants t ON t.id = e.tenant_id WHERE t.slug = 'twins'),
        days AS (
          INSERT INTO attendance_days
          SELECT (jsonb_populate_record(NULL::attendance_days, zero || jsonb_build_object('tenant_id', p.tenant_id, 'id', gen_random_uuid(), 'employee_id', p.id, 'date', '2026-03-02',
            'first_check_in_at', '2026-03-02T06:00:00Z', 'work_modes', '["office"]'::jsonb, 'is_overridden', false)
            || CASE WHEN n < 4 THEN jsonb_build_object('status', 'missingCheckOut', 'flags', '["missingCheckOut"]'::jsonb)
              ELSE jsonb_build_object('status', 'completed', 'flags', '[]'::jsonb, 'lunch_seconds', 5400, 'last_check_out_at', '2026-03-02T14:00:00Z') END)).*
          FROM person p,
            (SELECT jsonb_object_agg(column_name, 0) zero FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'attendance_days' AND data_type = 'integer' AND is_nullable = 'NO') z
          WHERE n < 5),
        found AS (
          INSERT INTO anomalies (tenant_id, id, kind, severity, employee_id, subject_date, status, resolution, facts, raised_at, step_count)
          SELECT tenant_id, gen_random_uuid(), 'missingCheckOut', 'medium', id, '2026-03-02', CASE WHEN n = 1 THEN 'open' ELSE 'resolved' END, CASE WHEN n > 1 THEN 'corrected' END,
            '{"date": "2026-03-02", "sessionStartedAt": "2026-03-02T06:00:00Z", "limitSeconds": "57600"}', '2026-03-02T22:00:00Z', CASE WHEN n = 1 THEN 0 ELSE 1 END
          FROM person WHERE n < 4 RETURNING tenant_id, id, employee_id)
        INSERT INTO anomaly_steps (tenant_id, id, anomaly_id, action, actor_id, at)
        SELECT f.tenant_id, gen_random_uuid(), f.id, 'resolved', CASE WHEN p.n = 3 THEN p.id END, '2026-03-03T06:00:00Z' FROM found f JOIN person p ON p.id = f.employee_id WHERE p.n > 1;

        INSERT INTO attendance_closings (tenant_id, id, through) SELECT id, id, '2026-03-31' FROM tenants WHERE slug = 'twins';
        """;

    /// <summary>What the rules find now in the days of before is what their anomalies say, and nothing else.</summary>
    private static async Task ShouldSayTheSameAsync(Books books)
    {
        (await books.ValueAsync<string>("SELECT string_agg(status || ' ' || is_cleared || ' ' || (subject_end = subject_date), ',' ORDER BY status, is_cleared) FROM anomalies")).ShouldBe("open false true,resolved false true,resolved true true");
        var kept = await books.RowsAsync("SELECT facts::text FROM anomalies");
        var builder = new TimelineBuilder(TimelineWindow.Of(new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 2), 0, [new(DateOnly.MinValue, new WeekRule(DayOfWeek.Monday, Weekdays.None))], 3));
        List<Finding> findings = [];
        foreach (var row in await books.RowsAsync("SELECT jsonb_build_object('since', lacking_since, 'limit', lacking_limit_seconds, 'lunch', lunch_seconds, 'longest', longest_break_seconds, 'planned', planned_break_seconds, 'flags', flags)::text FROM attendance_days"))
        {
            var day = JsonElement.Parse((string)row);
            builder.Begin(Guid.Empty, [], [], new DateTimeOffset(2026, 3, 9, 0, 0, 0, TimeSpan.Zero), new DateOnly(2026, 3, 9));
            builder.Attend(new AttendedDay
            {
                Date = new DateOnly(2026, 3, 2),
                UnclosedSince = day.GetProperty("since").ValueKind == JsonValueKind.Null ? null : day.GetProperty("since").GetDateTimeOffset(),
                LimitSeconds = day.GetProperty("limit").GetInt32(),
                LunchSeconds = day.GetProperty("lunch").GetInt32(),
                LongestBreakSeconds = day.GetProperty("longest").GetInt32(),
                PlannedBreakSeconds = day.GetProperty("planned").GetInt32(),
                IsForgotten = day.GetProperty("flags").GetArrayLength() > 0,
            });
            AnomalyRules.Evaluate(builder.Build(), [.. AnomalyRules.All.Select(RuleSettings.DefaultOf)], findings);
        }

        findings.Count.ShouldBe(kept.Count);
        findings.Zip(kept).ShouldAllBe(pair => Finding.AreSame(pair.First.Facts, JsonSerializer.Deserialize<Dictionary<string, string>>((string)pair.Second, JsonSerializerOptions.Web)!));

        // A node of the version before does not know that subjects end.
        (await books.RowsAsync(
            """
            INSERT INTO anomalies (tenant_id, id, kind, severity, employee_id, subject_date, status, facts, raised_at, step_count)
            SELECT tenant_id, gen_random_uuid(), kind, severity, employee_id, '2026-03-05', 'open', '{}', raised_at, 0 FROM anomalies WHERE status = 'open' RETURNING subject_end::text
            """)).ShouldBe(["2026-03-05"]);
    }

    private static async Task<object?> RunAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(await TestPostgres.SuperAsync(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<string> OwnerAsync(string database) =>
        new NpgsqlConnectionStringBuilder(await TestPostgres.AsRoleAsync("satcom_owner", database)) { Pooling = false }.ConnectionString;

    /// <summary>Columns, constraints, indexes, policies and rights, as text.</summary>
    private static async Task<string> CatalogueAsync(string database)
    {
        await using var connection = new NpgsqlConnection(await TestPostgres.SuperAsync(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT string_agg(line, E'\n' ORDER BY line) FROM (
              SELECT format('%s.%s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull) AS line
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0
              UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
              UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
              UNION ALL SELECT p::text FROM pg_policies p
              UNION ALL SELECT relname || ' ' || coalesce(relacl::text, '') FROM pg_class WHERE relnamespace = 'public'::regnamespace
            ) lines
            """,
            connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
