#pragma warning disable EF1001 // The generator's constructor takes the provider's option type, which is public but marked internal; no other hook adds SQL to a table's creation.
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations;

namespace Satcom.Infrastructure.Persistence;

/// <summary>
/// The third lock: whatever migration creates a table with a tenant_id also forces row-level security on it, and every table
/// gives the application role just the rights it needs. Nobody can forget it, because nobody writes it.
/// </summary>
internal sealed class TenantLockingSqlGenerator(MigrationsSqlGeneratorDependencies dependencies, INpgsqlSingletonOptions options)
    : NpgsqlMigrationsSqlGenerator(dependencies, options)
{
    /// <summary>A table whose comment begins so takes no UPDATE and no DELETE from the application role.</summary>
    public const string AppendOnly = "Append-only";

    /// <summary>A table whose comment is so followed by a name is emptied by the dispatcher of that name, which reaches every tenant's rows of this one table.</summary>
    public const string DispatchedAs = "Dispatched as";

    /// <summary>The role that the service runs as.</summary>
    public const string ApplicationRole = "satcom_app";

    /// <inheritdoc/>
    protected override void Generate(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        base.Generate(operation, model, builder, terminate);
        if (operation.Name.StartsWith("__", StringComparison.Ordinal))
        {
            return;
        }

        var table = Dependencies.SqlGenerationHelper.DelimitIdentifier(operation.Name, operation.Schema);
        var rights = operation.Comment?.StartsWith(AppendOnly, StringComparison.Ordinal) == true ? "SELECT, INSERT" : "SELECT, INSERT, UPDATE, DELETE";
        builder.AppendLine($"GRANT {rights} ON {table} TO {ApplicationRole};");

        if (operation.Columns.Exists(c => string.Equals(c.Name, "tenant_id", StringComparison.Ordinal)) && operation.PrimaryKey?.Columns[0] is "tenant_id")
        {
            builder.AppendLine($"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;");
            builder.AppendLine($"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;");
            builder.AppendLine($"CREATE POLICY tenant ON {table} USING (tenant_id = NULLIF(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant', true), '')::uuid);");
        }

        if (operation.Comment?.StartsWith(DispatchedAs, StringComparison.Ordinal) == true)
        {
            var name = operation.Comment[DispatchedAs.Length..].Trim();
            builder.AppendLine($"CREATE POLICY {name}_dispatch ON {table} USING (current_setting('app.system', true) = '{name}');");
        }

        builder.EndCommand();
    }
}
