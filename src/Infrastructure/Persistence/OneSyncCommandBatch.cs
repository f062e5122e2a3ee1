using System.Data;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Npgsql;
using NpgsqlTypes;

namespace Satcom.Infrastructure.Persistence;

/// <summary>
/// Sends what SaveChanges writes as one pipelined batch with a single Sync: an implicit transaction in one round trip, with the
/// tenant set in front. EF Core's own batch reads the affected rows after the server has committed, which would be too late to
/// refuse a lost race; here each update and delete raises in the database when it meets no row, so nothing of the batch stays.
/// A save in which no order matters is a single statement (<see cref="OneStatement"/>).
/// </summary>
internal sealed class OneSyncCommandBatch : ModificationCommandBatch
{
    /// <summary>SQLSTATE of <c>version_conflict()</c>.</summary>
    public const string VersionConflict = "SA412";

    private const int MaxCommands = 500;

    private readonly List<IReadOnlyModificationCommand> _commands = [];
    private bool _moreExpected;

    public override IReadOnlyList<IReadOnlyModificationCommand> ModificationCommands => _commands;

    public override bool RequiresTransaction => false;

    public override bool AreMoreBatchesExpected => _moreExpected;

    public override bool TryAddCommand(IReadOnlyModificationCommand modificationCommand)
    {
        if (_commands.Count == MaxCommands)
        {
            return false;
        }

        _commands.Add(modificationCommand);
        return true;
    }

    public override void Complete(bool moreBatchesExpected) => _moreExpected = moreBatchesExpected;

    public override void Execute(IRelationalConnection connection) => throw new NotSupportedException("Only asynchronous saves are supported.");

    public override async Task ExecuteAsync(IRelationalConnection connection, CancellationToken cancellationToken = default)
    {
        var context = (SatcomDbContext)connection.Context;
        await using var batch = new NpgsqlBatch((NpgsqlConnection)connection.DbConnection, (NpgsqlTransaction?)connection.CurrentTransaction?.GetDbTransaction());
        batch.Timeout = context.Database.GetCommandTimeout() ?? batch.Timeout;
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('app.tenant', $1, true)")
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = context.Scope.HasTenant ? context.CurrentTenantId.ToString() : string.Empty, NpgsqlDbType = NpgsqlDbType.Text } },
        });

        using var parameterSource = new NpgsqlCommand();
        var isOne = OneStatement.Fits(_commands);
        if (isOne)
        {
            batch.BatchCommands.Add(ToOneStatement(parameterSource));
        }
        else
        {
            var text = new StringBuilder(512);
            foreach (var command in _commands)
            {
                batch.BatchCommands.Add(ToStatement(command, text, parameterSource));
            }
        }

        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await (isOne ? ReadOneRowAsync(reader, cancellationToken) : ReadRowsAsync(reader, cancellationToken));

            // Errors of what follows the last result, such as deferred constraints, arrive with the end of the batch.
            while (await reader.NextResultAsync(cancellationToken))
            {
            }
        }
        catch (PostgresException e) when (string.Equals(e.SqlState, VersionConflict, StringComparison.Ordinal))
        {
            throw new DbUpdateConcurrencyException("Another change was first.", e);
        }
        catch (PostgresException e)
        {
            throw new DbUpdateException(e.MessageText, e);
        }
    }

    private async Task ReadOneRowAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var ordinal = 0;
        foreach (var command in _commands)
        {
            ordinal = ReadGenerated(command, reader, ordinal);

            // What an update reads nothing of answers that it met its row.
            ordinal += command.EntityState == EntityState.Modified && !HasReads(command) ? 1 : 0;
        }
    }

    private async Task ReadRowsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        foreach (var command in _commands)
        {
            // A statement that returns nothing has no result to move to.
            if (command.EntityState != EntityState.Added || HasReads(command))
            {
                await reader.NextResultAsync(cancellationToken);
                if (command.EntityState != EntityState.Deleted && await reader.ReadAsync(cancellationToken))
                {
                    ReadGenerated(command, reader, ordinal: 0);
                }
            }
        }
    }

    /// <summary>Takes over what the database has made up.</summary>
    /// <returns>The ordinal after it.</returns>
    private static int ReadGenerated(IReadOnlyModificationCommand command, NpgsqlDataReader reader, int ordinal)
    {
        foreach (var column in command.ColumnModifications)
        {
            if (column.IsRead)
            {
                // The row is here whole, so asking for its values waits for nothing.
                var value = reader.IsDBNull(ordinal) ? null : reader.GetValue(ordinal);
                column.Value = column.TypeMapping?.Converter is { } converter ? converter.ConvertFromProvider(value) : value;
                ordinal++;
            }
        }

        return ordinal;
    }

    private NpgsqlBatchCommand ToOneStatement(NpgsqlCommand parameterSource)
    {
        var statement = new NpgsqlBatchCommand(OneStatement.TextOf(_commands));
        foreach (var command in _commands)
        {
            foreach (var column in command.ColumnModifications)
            {
                if (column.IsWrite)
                {
                    AddParameter(column, column.Value, statement, parameterSource);
                }
            }

            foreach (var column in command.ColumnModifications)
            {
                if (column.IsCondition)
                {
                    AddParameter(column, column.OriginalValue, statement, parameterSource);
                }
            }
        }

        return statement;
    }

    private static NpgsqlBatchCommand ToStatement(IReadOnlyModificationCommand command, StringBuilder sql, NpgsqlCommand parameterSource)
    {
        sql.Clear();
        var statement = new NpgsqlBatchCommand();
        switch (command.EntityState)
        {
            case EntityState.Added:
                Insert(command, sql, statement, parameterSource);
                break;
            case EntityState.Modified:
                sql.Append("WITH r AS (UPDATE ").Append(command.TableName).Append(" SET ");
                AppendList(command, c => c.IsWrite, ", ", useOriginal: false, sql, statement, parameterSource);
                AppendWhere(command, sql, statement, parameterSource);
                sql.Append(" RETURNING ");
                AppendReadColumns(command, sql);
                sql.Append(") SELECT * FROM r UNION ALL SELECT ");
                AppendConflictColumns(command, sql);
                sql.Append(" WHERE NOT EXISTS (SELECT FROM r)");
                break;
            case EntityState.Deleted:
                sql.Append("WITH r AS (DELETE FROM ").Append(command.TableName);
                AppendWhere(command, sql, statement, parameterSource);
                sql.Append(" RETURNING 1) SELECT CASE WHEN EXISTS (SELECT FROM r) THEN 1 ELSE version_conflict() END");
                break;
            default:
                throw new NotSupportedException($"{command.EntityState} is not written.");
        }

        statement.CommandText = sql.ToString();
        return statement;
    }

    private static void Insert(IReadOnlyModificationCommand command, StringBuilder sql, NpgsqlBatchCommand statement, NpgsqlCommand parameterSource)
    {
        sql.Append("INSERT INTO ").Append(command.TableName).Append(" (");
        var first = true;
        foreach (var column in command.ColumnModifications)
        {
            if (column.IsWrite)
            {
                sql.Append(first ? string.Empty : ", ").Append(column.ColumnName);
                first = false;
            }
        }

        sql.Append(") VALUES (");
        first = true;
        foreach (var column in command.ColumnModifications)
        {
            if (column.IsWrite)
            {
                sql.Append(first ? "$" : ", $").Append(AddParameter(column, column.Value, statement, parameterSource));
                first = false;
            }
        }

        sql.Append(')');
        if (HasReads(command))
        {
            sql.Append(" RETURNING ");
            AppendReadColumns(command, sql);
        }
    }

    private static bool HasReads(IReadOnlyModificationCommand command)
    {
        foreach (var column in command.ColumnModifications)
        {
            if (column.IsRead)
            {
                return true;
            }
        }

        return false;
    }

    private static void AppendReadColumns(IReadOnlyModificationCommand command, StringBuilder sql)
    {
        var first = true;
        foreach (var column in command.ColumnModifications)
        {
            if (column.IsRead)
            {
                sql.Append(first ? string.Empty : ", ").Append(column.ColumnName);
                first = false;
            }
        }

        if (first)
        {
            sql.Append('1');
        }
    }

    private static void AppendConflictColumns(IReadOnlyModificationCommand command, StringBuilder sql)
    {
        var first = true;
        foreach (var column in command.ColumnModifications)
        {
            if (column.IsRead)
            {
                sql.Append(first ? string.Empty : ", ").Append("version_conflict()::text::").Append(column.ColumnType);
                first = false;
            }
        }

        if (first)
        {
            sql.Append("version_conflict()");
        }
    }

    private static void AppendWhere(IReadOnlyModificationCommand command, StringBuilder sql, NpgsqlBatchCommand statement, NpgsqlCommand parameterSource)
    {
        sql.Append(" WHERE ");
        AppendList(command, c => c.IsCondition, " AND ", useOriginal: true, sql, statement, parameterSource);
    }

    private static void AppendList(
        IReadOnlyModificationCommand command, Func<IColumnModification, bool> of, string separator, bool useOriginal, StringBuilder sql, NpgsqlBatchCommand statement, NpgsqlCommand parameterSource)
    {
        var first = true;
        foreach (var column in command.ColumnModifications)
        {
            if (of(column))
            {
                sql.Append(first ? string.Empty : separator).Append(column.ColumnName).Append(" = $")
                    .Append(AddParameter(column, useOriginal ? column.OriginalValue : column.Value, statement, parameterSource));
                first = false;
            }
        }
    }

    private static int AddParameter(IColumnModification column, object? value, NpgsqlBatchCommand statement, NpgsqlCommand parameterSource)
    {
        var parameter = (NpgsqlParameter)column.TypeMapping!.CreateParameter(parameterSource, string.Empty, value, column.IsNullable);
        parameter.ParameterName = string.Empty;
        parameter.Direction = ParameterDirection.Input;
        statement.Parameters.Add(parameter);
        return statement.Parameters.Count;
    }
}

/// <summary>Makes SaveChanges use <see cref="OneSyncCommandBatch"/>.</summary>
internal sealed class OneSyncCommandBatchFactory : IModificationCommandBatchFactory
{
    public ModificationCommandBatch Create() => new OneSyncCommandBatch();
}
