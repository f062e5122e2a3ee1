using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal;

namespace Satcom.Migrations.Tool;

/// <summary>Compares the model with the snapshot of the last migration, and writes the next migration.</summary>
internal static class Scaffolding
{
    private const string Namespace = "Satcom.Infrastructure";
    private const string SubNamespace = "Persistence.Migrations";

    public static int Add(DbContext context, string name, string projectFolder)
    {
        if (context.Database.GetMigrations().Any(id => string.Equals(id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..], name, StringComparison.OrdinalIgnoreCase)))
        {
            Console.Error.WriteLine($"There is a migration named {name} already.");
            return 1;
        }

        using var services = CreateDesignServices(context);
        var scaffolder = services.GetRequiredService<IMigrationsScaffolder>();
        var migration = scaffolder.ScaffoldMigration(name, Namespace, SubNamespace, "C#");
        var folder = Path.Combine(projectFolder, "Persistence", "Migrations");
        var files = scaffolder.Save(projectFolder, migration, folder);
        foreach (var file in new[] { files.MigrationFile, files.MetadataFile, files.SnapshotFile }.OfType<string>())
        {
            // The generator writes a byte order mark, which .editorconfig forbids.
            File.WriteAllText(file, File.ReadAllText(file));
            Console.Out.WriteLine($"  {Path.GetFileName(file)}");
        }

        return 0;
    }

    public static int Check(DbContext context)
    {
        var differences = FindDifferences(context);
        if (differences.Count == 0)
        {
            Console.Out.WriteLine("The migrations match the model.");
            return 0;
        }

        Console.Error.WriteLine("The model has changes that no migration makes:");
        foreach (var operation in differences)
            Console.Error.WriteLine($"  {Describe(operation)}");
        Console.Error.WriteLine("Write one with: build/migrate add <Name>");
        return 1;
    }

    private static IReadOnlyList<MigrationOperation> FindDifferences(DbContext context)
    {
        var snapshot = context.GetService<IMigrationsAssembly>().ModelSnapshot?.Model;
        if (snapshot is IMutableModel mutable)
            snapshot = mutable.FinalizeModel();
        if (snapshot is not null)
            snapshot = context.GetService<IModelRuntimeInitializer>().Initialize(snapshot, designTime: true, validationLogger: null);
        return context.GetService<IMigrationsModelDiffer>().GetDifferences(
            snapshot?.GetRelationalModel(), context.GetService<IDesignTimeModel>().Model.GetRelationalModel());
    }

    private static string Describe(MigrationOperation operation)
    {
        var kind = operation.GetType().Name.Replace("Operation", string.Empty, StringComparison.Ordinal);
        var subject = operation switch
        {
            ColumnOperation column => $"{column.Table}.{column.Name}",
            ITableMigrationOperation table when operation.GetType().GetProperty("Name")?.GetValue(operation) is string name && name != table.Table => $"{name} on {table.Table}",
            ITableMigrationOperation table => table.Table,
            _ => operation.GetType().GetProperty("Name")?.GetValue(operation) as string,
        };
        return subject is null ? kind : $"{kind} {subject}";
    }

    internal static ServiceProvider CreateDesignServices(DbContext context)
    {
        var services = new ServiceCollection();
        // The first registration wins: the context's own services, then the provider's, then the general ones.
        services.AddDbContextDesignTimeServices(context);
#pragma warning disable EF1001 // The provider's entry point for design-time tools; EF's own command line finds it by reflection.
        new NpgsqlDesignTimeServices().ConfigureDesignTimeServices(services);
#pragma warning restore EF1001
        services.AddEntityFrameworkDesignTimeServices();
        return services.BuildServiceProvider();
    }
}
