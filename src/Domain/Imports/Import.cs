using System.ComponentModel;
using Satcom.Domain.Common;

namespace Satcom.Domain.Imports;

/// <summary>What a file brings in.</summary>
[Description("What a file brings in.")]
public enum ImportKind
{
    Employees,
    Projects,
    Holidays,

    /// <summary>Who earns leave by which policy, and the balances that they bring.</summary>
    Leave,
}

/// <summary>How far an import has come.</summary>
public enum ImportState
{
    /// <summary>Waits for a node to take it.</summary>
    Queued,

    /// <summary>Some rows are done.</summary>
    Running,

    /// <summary>Every row was looked at; those with errors changed nothing.</summary>
    Completed,

    /// <summary>Given up: whoever sent it may no longer do what it does. The rows counted as done stay done.</summary>
    Stopped,
}

/// <summary>What became of one row.</summary>
public enum ImportOutcome
{
    Created,
    Updated,
    Unchanged,
    Refused,
}

/// <summary>A file on its way into the company's data. Its rows wait in batches; each is applied once.</summary>
[Audited("import")]
public sealed class Import : AggregateRoot
{
    /// <summary>Bytes.</summary>
    public const int FileMaxBytes = 1024 * 1024;

    public const int MaxRows = 10_000;
    public const int RowsOfABatch = 25;

    public Import(Guid tenantId, Guid id, ImportKind kind, bool isDryRun, bool invites, DateTimeOffset createdAt)
        : base(tenantId, id)
    {
        (Kind, IsDryRun, Invites, CreatedAt) = (kind, isDryRun, invites, createdAt);
    }

    public ImportKind Kind { get; private set; }

    /// <summary>Judges every row and changes nothing.</summary>
    public bool IsDryRun { get; private set; }

    /// <summary>Whether new accounts are invited by mail where their row does not say.</summary>
    public bool Invites { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public required Guid CreatedBy { get; init; }

    /// <summary>What the sender was allowed when they sent it; the rows are applied with what is left of it.</summary>
    [Secret]
    public required List<string> Permissions { get; init; }

    /// <summary>Whether the sender had just shown their password: rows that change what is weighty need it.</summary>
    public bool IsProved { get; init; }

    /// <summary>SHA-256 of the file, by which the same import sent again is known.</summary>
    [Secret]
    public required byte[] FileHash { get; init; }

    /// <summary>Sends it on its way.</summary>
    public void Start() => Raise(new ImportAdvanced(Id, Batch: 0));
}

/// <summary>How far an import has come. Apart from the import, because the audit tells of what was sent and of what its rows changed, not of counting.</summary>
public sealed class ImportProgress : AggregateRoot
{
    /// <param name="id">The import's.</param>
    public ImportProgress(Guid tenantId, Guid id, int rows)
        : base(tenantId, id) => Rows = rows;

    /// <summary>Rows after the header.</summary>
    public int Rows { get; private set; }

    public ImportState State { get; private set; }

    public int Done { get; private set; }

    public int Created { get; private set; }

    public int Updated { get; private set; }

    public int Unchanged { get; private set; }

    public int Refused { get; private set; }

    /// <summary>The batch that comes next, from 0.</summary>
    public int NextBatch { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>When somebody asked it to end; null where nobody did, also where the service stopped it.</summary>
    public DateTimeOffset? CancelAskedAt { get; private set; }

    public bool IsOver => State is ImportState.Completed or ImportState.Stopped;

    /// <summary>Counts a batch that was applied, and asks for the next one.</summary>
    public void Count(IReadOnlyCollection<ImportOutcome> outcomes, DateTimeOffset now)
    {
        Done += outcomes.Count;
        Created += outcomes.Count(o => o == ImportOutcome.Created);
        Updated += outcomes.Count(o => o == ImportOutcome.Updated);
        Unchanged += outcomes.Count(o => o == ImportOutcome.Unchanged);
        Refused += outcomes.Count(o => o == ImportOutcome.Refused);
        NextBatch++;
        if (Done >= Rows)
        {
            (State, FinishedAt) = (ImportState.Completed, now);
            return;
        }

        State = ImportState.Running;
        Raise(new ImportAdvanced(Id, NextBatch));
    }

    /// <summary>Gives it up where it stands.</summary>
    public void Stop(DateTimeOffset now) => (State, FinishedAt) = (ImportState.Stopped, now);

    /// <summary>Gives it up where it stands, because somebody asked for it.</summary>
    public void Cancel(DateTimeOffset now)
    {
        Stop(now);
        CancelAskedAt = now;
    }
}

/// <summary>A batch of an import is to be applied.</summary>
/// <param name="Batch">Which, from 0.</param>
public sealed record ImportAdvanced(Guid ImportId, int Batch) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => ImportId;
}
