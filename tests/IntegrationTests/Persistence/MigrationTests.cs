using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
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

            await context.Database.MigrateAsync(token);
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
