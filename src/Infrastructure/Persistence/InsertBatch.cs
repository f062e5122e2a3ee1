#pragma warning disable EF1001 // The preparer is public but marked internal; nothing else stands between the tracked entries and the commands that EF Core makes of each of their columns.
using System.Collections;
using System.Collections.Concurrent;
using System.Data;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.EntityFrameworkCore.Update.Internal;
using Npgsql;
using NpgsqlTypes;

namespace Satcom.Infrastructure.Persistence;

/// <summary>Sends a small save of nothing but new rows straight from its entries; every other save takes EF Core's own way.</summary>
internal sealed class InsertPreparer(CommandBatchPreparerDependencies dependencies) : CommandBatchPreparer(dependencies)
{
    public override IEnumerable<ModificationCommandBatch> BatchCommands(IList<IUpdateEntry> entries, IUpdateAdapter updateAdapter) =>
        InsertBatch.Of(entries) is { } batch ? [batch] : base.BatchCommands(entries, updateAdapter);
}

/// <summary>
/// New rows, one of each table, as one statement, like <see cref="OneStatement"/> writes it: a tap with its day, audit and event is such a save. Commands, their
/// columns and their order, which EF Core works out for each save, are known beforehand here: the text hangs on the entities' types alone.
/// </summary>
internal sealed class InsertBatch : ModificationCommandBatch
{
    private const int MaxEntries = 8;

    /// <summary>More than the code can ask for in earnest; past it texts are made each time.</summary>
    private const int MaxTexts = 500;

    private static readonly ConcurrentDictionary<IEntityType, Table?> Tables = new();
    private static readonly ConcurrentDictionary<Shape, string> Texts = new();

    private readonly IList<IUpdateEntry> _entries;
    private readonly Table[] _tables;

    private InsertBatch(IList<IUpdateEntry> entries, Table[] tables)
    {
        _entries = entries;
        _tables = tables;
        ModificationCommands = new Counted(entries.Count);
    }

    /// <summary>Only their number is asked for.</summary>
    public override IReadOnlyList<IReadOnlyModificationCommand> ModificationCommands { get; }

    public override bool RequiresTransaction => false;

    public override bool AreMoreBatchesExpected => false;

    /// <summary>The batch of these entries; null where they are not what it is for.</summary>
    public static InsertBatch? Of(IList<IUpdateEntry> entries)
    {
        if (entries.Count is < 2 or > MaxEntries)
        {
            return null;
        }

        var tables = new Table[entries.Count];
        for (var i = 0; i < tables.Length; i++)
        {
            var entry = entries[i];
            if (entry.EntityState != EntityState.Added || entry.SharedIdentityEntry is not null || Tables.GetOrAdd(entry.EntityType, Table.Of) is not { } table
                || Array.IndexOf(tables, table, 0, i) >= 0 || !table.Generates(entry))
            {
                return null;
            }

            tables[i] = table;
        }

        return new InsertBatch(entries, tables);
    }

    public override bool TryAddCommand(IReadOnlyModificationCommand modificationCommand) => false;

    public override void Complete(bool moreBatchesExpected)
    {
    }

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
        batch.BatchCommands.Add(ToStatement());
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            ReadGenerated(reader);

            // Errors of what follows the last result, such as deferred constraints, arrive with the end of the batch.
            while (await reader.NextResultAsync(cancellationToken))
            {
            }
        }
        catch (PostgresException e)
        {
            throw new DbUpdateException(e.MessageText, e);
        }
    }

    private NpgsqlBatchCommand ToStatement()
    {
        var shape = new Shape(_tables);
        if (!Texts.TryGetValue(shape, out var text))
        {
            text = Write();
            if (Texts.Count < MaxTexts)
            {
                Texts.TryAdd(shape, text);
            }
        }

        var statement = new NpgsqlBatchCommand(text);
        using var source = new NpgsqlCommand();
        for (var i = 0; i < _tables.Length; i++)
        {
            foreach (var (property, _, mapping) in _tables[i].Written)
            {
                var parameter = (NpgsqlParameter)mapping.CreateParameter(source, string.Empty, _entries[i].GetCurrentValue(property), property.IsNullable);
                parameter.ParameterName = string.Empty;
                parameter.Direction = ParameterDirection.Input;
                statement.Parameters.Add(parameter);
            }
        }

        return statement;
    }

    private string Write()
    {
        var (with, select) = (new StringBuilder("WITH ", 1024), new StringBuilder(256));
        var parameter = 0;
        for (var i = 0; i < _tables.Length; i++)
        {
            var (table, cte) = (_tables[i], string.Create(CultureInfo.InvariantCulture, $"w{i}"));
            with.Append(i == 0 ? string.Empty : ", ").Append(cte).Append(" AS (INSERT INTO ").Append(table.Name).Append(" (").AppendJoin(", ", table.Written.Select(c => c.Column))
                .Append(") VALUES (").AppendJoin(", ", table.Written.Select(_ => string.Create(CultureInfo.InvariantCulture, $"${++parameter}"))).Append(')');
            if (table.Read.Count > 0)
            {
                // "AS r…" because a CTE's column may not be called xmin.
                with.Append(" RETURNING ").AppendJoin(", ", table.Read.Select((c, n) => string.Create(CultureInfo.InvariantCulture, $"{c.Column} AS r{n}")));
                select.Append(select.Length == 0 ? string.Empty : ", ")
                    .AppendJoin(", ", table.Read.Select((_, n) => string.Create(CultureInfo.InvariantCulture, $"(SELECT r{n} FROM {cte})")));
            }

            with.Append(')');
        }

        // One row is answered even where there is nothing to read.
        return with.Append(" SELECT ").Append(select.Length == 0 ? "NULL" : select.ToString()).ToString();
    }

    private void ReadGenerated(NpgsqlDataReader reader)
    {
        var ordinal = 0;
        for (var i = 0; i < _tables.Length; i++)
        {
            foreach (var (property, _, mapping) in _tables[i].Read)
            {
                // The row is here whole, so asking for its values waits for nothing.
                var value = reader.IsDBNull(ordinal) ? null : reader.GetValue(ordinal);
                _entries[i].SetStoreGeneratedValue(property, mapping.Converter is { } converter ? converter.ConvertFromProvider(value) : value);
                ordinal++;
            }
        }
    }

    /// <summary>What is written of a new entity, and what the database makes up.</summary>
    private sealed class Table
    {
        private Table(string name, IReadOnlyList<(IProperty Property, string Column, RelationalTypeMapping Mapping)> written, IReadOnlyList<(IProperty Property, string Column, RelationalTypeMapping Mapping)> read) =>
            (Name, Written, Read) = (name, written, read);

        public string Name { get; }

        public IReadOnlyList<(IProperty Property, string Column, RelationalTypeMapping Mapping)> Written { get; }

        public IReadOnlyList<(IProperty Property, string Column, RelationalTypeMapping Mapping)> Read { get; }

        /// <summary>The table of a type; null where it has more to it than columns of its own.</summary>
        public static Table? Of(IEntityType type)
        {
            if (type.BaseType is not null || type.GetDirectlyDerivedTypes().Any() || type.IsOwned() || type.GetComplexProperties().Any() || type.GetTableMappings().SingleOrDefault() is not { IsSharedTablePrincipal: null } mapping)
            {
                return null;
            }

            var columns = mapping.ColumnMappings.Select(c => (c.Property, c.Column.Name, c.TypeMapping)).ToList();
            return new Table(mapping.Table.Name, columns.FindAll(c => !IsGenerated(c.Property)), columns.FindAll(c => IsGenerated(c.Property)));
        }

        /// <summary>Whether the database makes up everything of this entity that it can; else the text would be another one.</summary>
        public bool Generates(IUpdateEntry entry)
        {
            foreach (var (property, _, _) in Read)
            {
                if (!entry.IsStoreGenerated(property))
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsGenerated(IProperty property) => property.ValueGenerated.HasFlag(ValueGenerated.OnAdd);
    }

    [SuppressMessage("Design", "MA0066:Hash table unfriendly type is used in a hash table", Justification = "Equality and hash are over the tables, below.")]
    private readonly struct Shape(Table[] tables) : IEquatable<Shape>
    {
        private readonly Table[] _tables = tables;

        public bool Equals(Shape other) => _tables.AsSpan().SequenceEqual(other._tables);

        public override bool Equals(object? obj) => obj is Shape other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (var table in _tables)
            {
                hash.Add(table);
            }

            return hash.ToHashCode();
        }
    }

    /// <summary>So many commands, none of which there is.</summary>
    private sealed class Counted(int count) : IReadOnlyList<IReadOnlyModificationCommand>
    {
        public int Count => count;

        public IReadOnlyModificationCommand this[int index] => throw new NotSupportedException("There are no commands.");

        public IEnumerator<IReadOnlyModificationCommand> GetEnumerator() => Enumerable.Empty<IReadOnlyModificationCommand>().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
