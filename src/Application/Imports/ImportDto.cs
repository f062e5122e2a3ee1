using Satcom.Application.Common;
using Satcom.Domain.Imports;

namespace Satcom.Application.Imports;

/// <summary>A file on its way into the company's data.</summary>
public record ImportDto : IVersioned
{
    /// <summary>The import's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What the file brings in.</summary>
    public required ImportKind Kind { get; init; }

    /// <summary>True when every row is judged and none changes anything.</summary>
    public required bool IsDryRun { get; init; }

    /// <summary>How far it has come.</summary>
    public required ImportState State { get; init; }

    /// <summary>Rows after the header.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that were looked at.</summary>
    public required int Done { get; init; }

    /// <summary>Rows that made something new, or would in a dry run.</summary>
    public required int Created { get; init; }

    /// <summary>Rows that changed something, or would in a dry run.</summary>
    public required int Updated { get; init; }

    /// <summary>Rows that say what was there already.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Rows with errors, which changed nothing.</summary>
    public required int Refused { get; init; }

    /// <summary>Who sent the file.</summary>
    public required Guid CreatedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was over; null while it is not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Changes with every step; as ETag too.</summary>
    public uint Version { get; set; }

    /// <summary>Imports with their progress, in one statement.</summary>
    internal static IQueryable<ImportDto> Of(ISatcomDb db, IQueryable<Import> imports) =>
        from import in imports
        join progress in db.ImportProgress on import.Id equals progress.Id
        select new ImportDto
        {
            Id = import.Id,
            Kind = import.Kind,
            IsDryRun = import.IsDryRun,
            State = progress.State,
            Rows = progress.Rows,
            Done = progress.Done,
            Created = progress.Created,
            Updated = progress.Updated,
            Unchanged = progress.Unchanged,
            Refused = progress.Refused,
            CreatedBy = import.CreatedBy,
            CreatedAt = import.CreatedAt,
            FinishedAt = progress.FinishedAt,
            Version = progress.Version,
        };

    /// <summary>A new import; its version comes with the commit.</summary>
    internal static ImportDto AfterChange(Import import, ImportProgress progress) => new()
    {
        Id = import.Id,
        Kind = import.Kind,
        IsDryRun = import.IsDryRun,
        State = progress.State,
        Rows = progress.Rows,
        Done = progress.Done,
        Created = progress.Created,
        Updated = progress.Updated,
        Unchanged = progress.Unchanged,
        Refused = progress.Refused,
        CreatedBy = import.CreatedBy,
        CreatedAt = import.CreatedAt,
        FinishedAt = progress.FinishedAt,
    };
}

/// <summary>An import with what was wrong with its rows.</summary>
public sealed record ImportDetails : ImportDto
{
    public ImportDetails()
    {
    }

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    internal ImportDetails(ImportDto import, Page<ImportErrorDto> errors)
        : base(import) => Errors = errors;

    /// <summary>What was wrong, in the order of the lines.</summary>
    public required Page<ImportErrorDto> Errors { get; init; }
}

/// <summary>One thing that is wrong with a row.</summary>
/// <param name="Line">The line of the file on which the row begins; the header stands on the first.</param>
/// <param name="Column">The column; null for the row as a whole.</param>
/// <param name="Code">A code of a field or a problem.</param>
/// <param name="Message">What it means, in the language of the request.</param>
public sealed record ImportErrorDto(int Line, string? Column, string Code, string Message);
