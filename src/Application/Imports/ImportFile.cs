using System.Globalization;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Imports;

namespace Satcom.Application.Imports;

/// <summary>From a file's text to rows in the order in which they can be applied.</summary>
internal static class ImportFile
{
    /// <summary>The file as a field of the problem that refuses it whole.</summary>
    public const string Field = "file";

    private const int HeaderFaultsMax = 20;

    private const string FormulaStarts = "=+-@|%\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>Reads a whole file. What is wrong with single rows stays with them.</summary>
    public static Result<List<ImportRow>> Read(string text, IImportRows kind)
    {
        List<CsvRecord> records;
        try
        {
            records = [.. CsvReader.Read(text).Take(Import.MaxRows + 2)];
        }
        catch (CsvFaultException fault)
        {
            return ValidationFailed.Of(Field, fault.Code, fault.Line.ToString(CultureInfo.InvariantCulture));
        }

        if (records.Count < 2)
        {
            return ValidationFailed.Of(Field, "required");
        }

        if (records.Count > Import.MaxRows + 1)
        {
            return ValidationFailed.Of(Field, "too_many", Import.MaxRows);
        }

        if (!ReadHeader(records[0].Cells, kind).TryGet(out var columns, out var refusal))
        {
            return refusal;
        }

        return InOrder(records.Skip(1).Select(r => ReadRow(r, columns)).ToList(), kind);
    }

    private static Result<List<string>> ReadHeader(IReadOnlyList<string> cells, IImportRows kind)
    {
        var known = kind.Columns.ToDictionary(c => Plain(c.Name), c => c.Name, StringComparer.Ordinal);
        var (columns, faults) = (new List<string>(), new Dictionary<string, IReadOnlyList<FieldError>>(StringComparer.Ordinal));
        foreach (var cell in cells)
        {
            if (faults.Count >= HeaderFaultsMax)
            {
                // A file of something else: the rest of its header says no more.
                break;
            }

            if (!known.TryGetValue(Plain(cell), out var name))
            {
                faults[Shown(cell)] = [new FieldError("unknown_column", string.Join(", ", kind.Columns.Select(c => c.Name)))];
            }
            else if (columns.Contains(name, StringComparer.Ordinal))
            {
                faults[name] = [new FieldError("column_repeated")];
            }
            else
            {
                columns.Add(name);
            }
        }

        foreach (var missing in kind.Columns.Where(c => c.IsNeeded && !columns.Contains(c.Name, StringComparer.Ordinal)))
        {
            faults.TryAdd(missing.Name, [new FieldError("column_missing")]);
        }

        return faults.Count > 0 ? new ValidationFailed(faults) : columns;
    }

    private static ImportRow ReadRow(CsvRecord record, List<string> columns)
    {
        if (record.Cells.Count != columns.Count)
        {
            return new ImportRow(record.Line, [], [new RowFault(Column: null, "cells_differ", columns.Count.ToString(CultureInfo.InvariantCulture))]);
        }

        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++)
        {
            cells[columns[i]] = Unguarded(record.Cells[i]).Trim();
        }

        return new ImportRow(record.Line, cells);
    }

    /// <summary>Refuses rows with a key that stood before, and puts what others need before them.</summary>
    private static List<ImportRow> InOrder(List<ImportRow> rows, IImportRows kind)
    {
        var byKey = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Faults is null && kind.KeyOf(rows[i].Cells) is { Length: > 0 } key && !byKey.TryAdd(key, i))
            {
                rows[i] = rows[i] with { Faults = [new RowFault(kind.Columns[0].Name, "row_repeated", rows[byKey[key]].Line.ToString(CultureInfo.InvariantCulture))] };
            }
        }

        var (ordered, placed) = (new List<ImportRow>(rows.Count), new bool[rows.Count]);
        for (var i = 0; i < rows.Count; i++)
        {
            // Up the chain as far as rows are not placed yet; a chain that leads back to itself ends there, and the database refuses it.
            var chain = new Stack<int>();
            for (var at = i; !placed[at];)
            {
                placed[at] = true;
                chain.Push(at);
                if (rows[at].Faults is not null || kind.KeyBefore(rows[at].Cells) is not { Length: > 0 } before || !byKey.TryGetValue(before, out var next))
                {
                    break;
                }

                rows[at] = rows[at] with { Known = [before] };
                at = next;
            }

            while (chain.TryPop(out var row))
            {
                ordered.Add(rows[row]);
            }
        }

        return ordered;
    }

    /// <summary>Takes away the apostrophe that an export puts before what a spreadsheet would compute.</summary>
    private static string Unguarded(string cell) => cell.Length > 1 && cell[0] == '\'' && FormulaStarts.Contains(cell[1], StringComparison.Ordinal) ? cell[1..] : cell;

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string Shown(string cell) => cell.Length is 0 ? "?" : cell.Length <= ImportError.ColumnMaxLength ? cell : cell[..ImportError.ColumnMaxLength];
}
