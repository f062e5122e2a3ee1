using Satcom.Domain.Common;

namespace Satcom.Domain.Imports;

/// <summary>One row of a file: its line there, and its cells by column.</summary>
/// <param name="Line">The line in the file on which the row begins, from 1; the header stands on the first.</param>
/// <param name="Cells">Trimmed texts by the column's name; what the file has no column for is not among them.</param>
/// <param name="Faults">What is wrong with the row whatever the company's data say.</param>
/// <param name="Known">Keys that an earlier row of the file brings in, such as its manager's code: a dry run takes them for there.</param>
public sealed record ImportRow(int Line, Dictionary<string, string> Cells, List<RowFault>? Faults = null, List<string>? Known = null);

/// <summary>What is wrong with a row.</summary>
/// <param name="Column">The column; null for the row as a whole.</param>
/// <param name="Code">A code of a field or a problem.</param>
/// <param name="Limit">The bound that was broken, the format's name or the accepted values.</param>
public sealed record RowFault(string? Column, string Code, string? Limit = null);

/// <summary>Rows that wait to be applied. They go once the import has counted them.</summary>
public sealed class ImportBatch : ITenantOwned
{
    /// <inheritdoc/>
    public required Guid TenantId { get; init; }

    public required Guid ImportId { get; init; }

    /// <summary>From 0.</summary>
    public required int Number { get; init; }

    [Secret]
    public required List<ImportRow> Rows { get; init; }
}

/// <summary>One thing that is wrong with a row of an import's file.</summary>
public sealed class ImportError : ITenantOwned
{
    public const int ColumnMaxLength = 60;
    public const int CodeMaxLength = 60;
    public const int LimitMaxLength = 300;

    /// <inheritdoc/>
    public required Guid TenantId { get; init; }

    public required Guid ImportId { get; init; }

    /// <summary>The line of the file.</summary>
    public required int Line { get; init; }

    /// <summary>Counts the errors of a line, from 1.</summary>
    public required int Number { get; init; }

    public string? Column { get; init; }

    public required string Code { get; init; }

    public string? Limit { get; init; }
}
