using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Satcom.Infrastructure.Persistence;

/// <summary>
/// Puts the tenant in front of every statement that EF Core sends, in the same round trip: one Sync makes
/// <c>set_config(…, is_local)</c> and the query one implicit transaction, so the setting ends with it and the pooled connection
/// keeps nothing. The setting's own result set is skipped before EF Core reads.
/// </summary>
internal sealed class TenantSettingInterceptor : DbCommandInterceptor
{
    private const string Prefix = "SELECT set_config('app.tenant', @__tenant, true);\n";

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Prepend(command, eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Prepend(command, eventData);
        return ValueTask.FromResult(result);
    }

    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        if (command.CommandText.StartsWith(Prefix, StringComparison.Ordinal))
        {
            result.NextResult();
        }

        return result;
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (command.CommandText.StartsWith(Prefix, StringComparison.Ordinal))
        {
            await result.NextResultAsync(cancellationToken);
        }

        return result;
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Prepend(command, eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Prepend(command, eventData);
        return ValueTask.FromResult(result);
    }

    // A scalar would read the setting's result instead of its own; nothing in Satcom needs one through EF Core.
    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result) =>
        throw new NotSupportedException("Scalar commands are not sent through the context.");

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Scalar commands are not sent through the context.");

    private static void Prepend(DbCommand command, CommandEventData eventData)
    {
        if (eventData.Context is not SatcomDbContext context || command.CommandText.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return;
        }

        var scope = context.Scope;
        command.CommandText = Prefix + command.CommandText;
        command.Parameters.Add(new NpgsqlParameter<string>("__tenant", NpgsqlDbType.Text) { TypedValue = scope.HasTenant ? scope.Tenant.Id.ToString() : string.Empty });
    }
}
