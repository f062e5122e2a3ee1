using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Update;

namespace Satcom.Infrastructure.Persistence;

/// <summary>
/// The text of a small save as one statement, each row a data-modifying CTE: the database starts, checks and answers once instead of
/// once per row. The order in which PostgreSQL runs such CTEs is not defined, so this is only for saves in which no order matters:
/// inserts and updates of one row in each table, and any number of events, whose insert keeps their order; foreign keys are checked when the statement ends.
/// </summary>
internal static class OneStatement
{
    private const int MaxCommands = 8;
    private const string Events = "outbox_messages";

    /// <summary>More than the code can ask for in earnest; past it texts are made each time.</summary>
    private const int MaxTexts = 500;

    private static readonly ConcurrentDictionary<Shape, string> Texts = new();

    // Boxed once, so that a shape holds references alone.
    private static readonly object[] Flags = [.. Enumerable.Range(0, 16).Select(i => (object)i)];

    /// <summary>True when the order of the writes cannot matter.</summary>
    public static bool Fits(List<IReadOnlyModificationCommand> commands)
    {
        if (commands.Count is < 2 or > MaxCommands)
        {
            return false;
        }

        for (var i = 0; i < commands.Count; i++)
        {
            if (commands[i].EntityState is not (EntityState.Added or EntityState.Modified))
            {
                return false;
            }

            for (var j = 0; j < i; j++)
            {
                if (string.Equals(commands[i].TableName, commands[j].TableName, StringComparison.Ordinal) && !AreRowsOfOne(commands[i - 1], commands[i]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether two commands, one after the other, are rows of the same insert. Only of events, whose table has no trigger that would look for the row before.</summary>
    private static bool AreRowsOfOne(IReadOnlyModificationCommand before, IReadOnlyModificationCommand command)
    {
        if (before.EntityState != EntityState.Added || command.EntityState != EntityState.Added
            || !string.Equals(command.TableName, Events, StringComparison.Ordinal) || !string.Equals(before.TableName, Events, StringComparison.Ordinal) || before.ColumnModifications.Count != command.ColumnModifications.Count)
        {
            return false;
        }

        for (var i = 0; i < command.ColumnModifications.Count; i++)
        {
            var (its, that) = (command.ColumnModifications[i], before.ColumnModifications[i]);
            if (!string.Equals(its.ColumnName, that.ColumnName, StringComparison.Ordinal) || (its.IsWrite, its.IsRead) != (that.IsWrite, that.IsRead))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The statement, whose parameters are each command's written columns and then its conditions, in order, and whose one row holds
    /// each command's read columns, in order. An update that meets no row raises.
    /// </summary>
    public static string TextOf(List<IReadOnlyModificationCommand> commands)
    {
        var shape = Shape.Of(commands);
        if (Texts.TryGetValue(shape, out var text))
        {
            return text;
        }

        text = Write(commands);
        if (Texts.Count < MaxTexts)
        {
            Texts.TryAdd(shape, text);
        }

        return text;
    }

    private static string Write(List<IReadOnlyModificationCommand> commands)
    {
        var (with, select) = (new StringBuilder("WITH ", 1024), new StringBuilder(256));
        var parameter = 0;
        for (var (i, rows) = (0, 1); i < commands.Count; i += rows)
        {
            var command = commands[i];
            for (rows = 1; i + rows < commands.Count && AreRowsOfOne(command, commands[i + rows]); rows++)
            {
            }

            var cte = string.Create(CultureInfo.InvariantCulture, $"w{i}");
            with.Append(i == 0 ? string.Empty : ", ").Append(cte).Append(" AS (");
            var written = command.ColumnModifications.Where(c => c.IsWrite).Select(c => c.ColumnName).ToList();
            if (command.EntityState == EntityState.Added)
            {
                with.Append("INSERT INTO ").Append(command.TableName).Append(" (").AppendJoin(", ", written)
                    .Append(") VALUES ").AppendJoin(", ", Enumerable.Range(0, rows).Select(_ => $"({string.Join(", ", written.Select(_ => string.Create(CultureInfo.InvariantCulture, $"${++parameter}")))})"));
            }
            else
            {
                with.Append("UPDATE ").Append(command.TableName).Append(" SET ").AppendJoin(", ", written.Select(w => string.Create(CultureInfo.InvariantCulture, $"{w} = ${++parameter}")))
                    .Append(" WHERE ").AppendJoin(" AND ", command.ColumnModifications.Where(c => c.IsCondition).Select(c => $"{c.ColumnName} = ${++parameter}"));
            }

            // "AS r…" because a CTE's column may not be called xmin.
            var read = command.ColumnModifications.Where(c => c.IsRead).ToList();
            with.Append(" RETURNING ").Append(read.Count == 0 ? "1 AS r0" : string.Join(", ", read.Select((c, n) => $"{c.ColumnName} AS r{n}"))).Append(')');
            for (var row = 0; row < rows; row++)
            {
                AppendReads(select, command, rows == 1 ? cte : string.Create(CultureInfo.InvariantCulture, $"{cte} OFFSET {row} LIMIT 1"), read);
            }
        }

        // One row is answered even where there is nothing to read.
        return with.Append(" SELECT ").Append(select.Length == 0 ? "NULL" : select.ToString()).ToString();
    }

    private static void AppendReads(StringBuilder select, IReadOnlyModificationCommand command, string cte, List<IColumnModification> read)
    {
        var isUpdate = command.EntityState == EntityState.Modified;
        for (var n = 0; n < Math.Max(read.Count, isUpdate ? 1 : 0); n++)
        {
            select.Append(select.Length == 0 ? string.Empty : ", ");
            var value = string.Create(CultureInfo.InvariantCulture, $"(SELECT r{n} FROM {cte})");
            var type = n < read.Count ? read[n].ColumnType : "integer";
            select.Append(isUpdate && n == 0 ? $"CASE WHEN EXISTS (SELECT FROM {cte}) THEN {value} ELSE version_conflict()::text::{type} END" : value);
        }
    }

    /// <summary>Everything that the text depends on.</summary>
    [SuppressMessage("Design", "MA0066:Hash table unfriendly type is used in a hash table", Justification = "Equality and hash are over the parts, below.")]
    private readonly struct Shape(object?[] parts) : IEquatable<Shape>
    {
        private readonly object?[] _parts = parts;

        public static Shape Of(List<IReadOnlyModificationCommand> commands)
        {
            var count = 0;
            foreach (var command in commands)
            {
                count += 2 + (2 * command.ColumnModifications.Count);
            }

            var parts = new object?[count];
            var at = 0;
            foreach (var command in commands)
            {
                parts[at++] = command.TableName;
                parts[at++] = Flags[(int)command.EntityState];
                foreach (var column in command.ColumnModifications)
                {
                    parts[at++] = column.ColumnName;
                    parts[at++] = Flags[(column.IsWrite ? 1 : 0) | (column.IsRead ? 2 : 0) | (column.IsCondition ? 4 : 0)];
                }
            }

            return new Shape(parts);
        }

        public bool Equals(Shape other)
        {
            if (_parts.Length != other._parts.Length)
            {
                return false;
            }

            for (var i = 0; i < _parts.Length; i++)
            {
                if (!Equals(_parts[i], other._parts[i]))
                {
                    return false;
                }
            }

            return true;
        }

        public override bool Equals(object? obj) => obj is Shape other && Equals(other);

        // Tables and flags tell shapes apart well enough; the names of columns would cost more to hash than they save.
        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(_parts.Length);
            foreach (var part in _parts)
            {
                if (part is int flags)
                {
                    hash.Add(flags);
                }
            }

            return hash.ToHashCode();
        }
    }
}
