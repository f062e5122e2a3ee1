using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Satcom.Migrations.Tool;

/// <summary>What needs the migrations but not the code generator, whose assemblies are slow to load.</summary>
internal static class Migrating
{
    public static int Script(DbContext context)
    {
        Console.Out.Write(context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent));
        return 0;
    }

    public static async Task<int> UpdateAsync(DbContext context, CancellationToken cancellationToken)
    {
        try
        {
            var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
            foreach (var migration in pending)
                Console.Out.WriteLine($"  {migration}");
            await context.Database.MigrateAsync(cancellationToken);
            Console.Out.WriteLine(pending.Count == 0 ? "The database is up to date." : $"{pending.Count} migration(s) applied.");
            return 0;
        }
        catch (NpgsqlException failure)
        {
            Console.Error.WriteLine($"The migration failed: {failure.Message}");
            if (failure is PostgresException { Detail: { } detail })
                Console.Error.WriteLine(detail);
            if (failure is PostgresException { Hint: { } hint })
                Console.Error.WriteLine(hint);
            return 1;
        }
        catch (InvalidOperationException refusal)
        {
            Console.Error.WriteLine(refusal.Message);
            return 1;
        }
    }
}
