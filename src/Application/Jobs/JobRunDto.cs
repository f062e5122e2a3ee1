using Satcom.Application.Common;
using Satcom.Domain.Jobs;

namespace Satcom.Application.Jobs;

/// <summary>One time that a job was done, or other work of the background: an import, days that are computed anew, leave that is charged anew.</summary>
public sealed record JobRunDto : IVersioned
{
    /// <summary>The run's id; of an import, of a rebuild of days and of an evaluation of anomalies theirs.</summary>
    public required Guid Id { get; init; }

    /// <summary>The job's name, or import, attendance-rebuild, leave-recharge or anomaly-evaluation.</summary>
    public required string Job { get; init; }

    /// <summary>Whose work it does.</summary>
    public required JobRunScope Scope { get; init; }

    /// <summary>Why it was made.</summary>
    public required JobRunCause Cause { get; init; }

    /// <summary>How far it has come.</summary>
    public required JobRunState State { get; init; }

    /// <summary>Who asked for it, who may be an administrator of the platform; null where nobody did.</summary>
    public Guid? AskedById { get; init; }

    /// <summary>When it was asked for, or was due by the clock.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it began; null while it waits.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How long it took, or has taken so far, in whole seconds; null while it waits.</summary>
    public long? DurationSeconds { get; init; }

    /// <summary>The node that runs it; shown to the platform's administrators.</summary>
    public string? Node { get; init; }

    /// <summary>How many companies are done; null of a company's own work.</summary>
    public JobRunCompanies? Companies { get; init; }

    /// <summary>How many things it has done: days flagged, entries posted, rows removed or looked at.</summary>
    public required long Done { get; init; }

    /// <summary>How many there are to do; null where that is not known beforehand.</summary>
    public long? Total { get; init; }

    /// <summary>How many of those done were refused or left out.</summary>
    public long Refused { get; init; }

    /// <summary>What went wrong last: a kind of fault, without anything of the data; people_left_out of an evaluation of anomalies that could not judge everybody. The log of the node tells more under the run's id.</summary>
    public string? Error { get; init; }

    /// <summary>When somebody asked it to end. It is over when finishedAt says so.</summary>
    public DateTimeOffset? CancelAskedAt { get; init; }

    /// <summary>Changes as it goes on; as ETag too.</summary>
    public uint Version { get; set; }

    internal static JobRunDto Of(BackgroundRun run, bool isOfPlatform, DateTimeOffset now) => new()
    {
        Id = run.Id,
        Job = run.Job,
        Scope = run.Scope,
        Cause = run.Cause,
        State = run.State,
        AskedById = run.AskedBy,
        AskedAt = run.AskedAt,
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
        DurationSeconds = run.StartedAt is { } started ? Math.Max(0, (long)((run.FinishedAt ?? now) - started).TotalSeconds) : null,
        Node = isOfPlatform ? run.Node : null,
        Companies = run.Scope == JobRunScope.Installation ? new JobRunCompanies(run.Tenants, run.TenantsDone, run.TenantsFailed, run.FailedTenantIds) : null,
        Done = run.Done,
        Total = run.Total,
        Refused = run.Refused,
        Error = run.Error ?? (run.Refused > 0 && BackgroundRuns.LeavesPeopleOut(run.Job) ? "people_left_out" : null),
        CancelAskedAt = run.CancelAskedAt,
        Version = (uint)run.RowVersion,
    };

    /// <summary>A run that was just asked for or cancelled; its version comes with the commit.</summary>
    internal static JobRunDto AfterChange(JobRun run, bool isOfPlatform, DateTimeOffset now) => Of(
        new BackgroundRun
        {
            Id = run.Id,
            Job = run.Job,
            Scope = run.Scope,
            Cause = run.Cause,
            State = run.State,
            AskedBy = run.AskedBy,
            AskedAt = run.AskedAt,
            StartedAt = run.StartedAt,
            FinishedAt = run.FinishedAt,
            Node = run.Node,
            Tenants = run.Tenants,
            TenantsDone = run.TenantsDone,
            TenantsFailed = run.TenantsFailed,
            FailedTenantIds = run.FailedTenantIds,
            Done = run.Done,
            Error = run.Error,
            CancelAskedAt = run.CancelAskedAt,
        },
        isOfPlatform,
        now);
}

/// <summary>How far a run for all companies has come.</summary>
/// <param name="Total">How many companies it is about.</param>
/// <param name="Done">How many are done, failed ones too.</param>
/// <param name="Failed">Whose work broke off. It is tried again with the next run.</param>
/// <param name="FailedIds">The first hundred of them.</param>
public sealed record JobRunCompanies(int Total, int Done, int Failed, IReadOnlyList<Guid> FailedIds);
