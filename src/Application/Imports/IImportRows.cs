using Satcom.Domain.Imports;

namespace Satcom.Application.Imports;

/// <summary>A column that a kind of file may have.</summary>
/// <param name="Name">As the guide writes it; a file may write it in any case, with spaces, hyphens and underscores.</param>
/// <param name="IsNeeded">Whether a file without it is refused.</param>
internal sealed record ImportColumn(string Name, bool IsNeeded = false);

/// <summary>What became of a row, and what was wrong with it where it was refused.</summary>
internal sealed record RowResult(ImportOutcome Outcome, IReadOnlyList<RowFault> Faults)
{
    public static RowResult Of(ImportOutcome outcome) => new(outcome, []);

    public static RowResult Refused(params IReadOnlyList<RowFault> faults) => new(ImportOutcome.Refused, faults);
}

/// <summary>One kind of import: its columns, and how a row becomes a command of the application.</summary>
internal interface IImportRows
{
    ImportKind Kind { get; }

    IReadOnlyList<ImportColumn> Columns { get; }

    /// <summary>The permission that the rows' commands need beside that to import.</summary>
    string Permission { get; }

    /// <summary>What tells rows apart; a second row with the same key is refused.</summary>
    string KeyOf(IReadOnlyDictionary<string, string> cells);

    /// <summary>The key of another row that must come before this one, if the file has it.</summary>
    string? KeyBefore(IReadOnlyDictionary<string, string> cells);

    /// <summary>Applies a row by the application's own commands. Applied again, it changes nothing, and says the same of a row that this import created.</summary>
    Task<RowResult> ApplyAsync(Import import, ImportRow row, CancellationToken cancellationToken);
}
