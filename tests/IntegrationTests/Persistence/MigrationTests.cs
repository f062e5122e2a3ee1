using Microsoft.EntityFrameworkCore;
using Npgsql;
using Satcom.Infrastructure.Persistence;
using Satcom.IntegrationTests.Common;

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

            await context.Database.MigrateAsync(token);
            var first = await CatalogueAsync(database);
            await context.Database.MigrateAsync(token);
            var second = await CatalogueAsync(database);

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
