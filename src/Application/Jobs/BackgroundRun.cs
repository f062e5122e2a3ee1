using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Jobs;

namespace Satcom.Application.Jobs;

/// <summary>
/// Whatever is done in a company's background, as the view background_runs shows it: runs of jobs, imports, rebuilds of days, leave that is charged anew, and evaluations of anomalies. Only to be read.
/// </summary>
public sealed class BackgroundRun : ITenantOwned
{
    /// <inheritdoc/>
    public Guid TenantId { get; init; }

    public Guid Id { get; init; }

    public string Job { get; init; } = string.Empty;

    public JobRunScope Scope { get; init; }

    public JobRunCause Cause { get; init; }

    public JobRunState State { get; init; }

    public Guid? AskedBy { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public string? Node { get; init; }

    public int Tenants { get; init; }

    public int TenantsDone { get; init; }

    public int TenantsFailed { get; init; }

    public List<Guid> FailedTenantIds { get; init; } = [];

    public long Done { get; init; }

    /// <summary>How many there are to do, where that is known beforehand.</summary>
    public long? Total { get; init; }

    /// <summary>How many of those done were refused or left out.</summary>
    public long Refused { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset? CancelAskedAt { get; init; }

    /// <summary>The row's xmin.</summary>
    public long RowVersion { get; init; }
}

internal static class BackgroundRuns
{
    private const string Evaluation = "anomaly-evaluation";

    // They have tables and ids of their own, which somebody may have made equal to a run's.
    private static readonly List<string> OfOtherTables = ["import", "attendance-rebuild", "leave-recharge", Evaluation];

    /// <summary>Whether what such a run has refused is people whom nobody asked to refuse.</summary>
    public static bool LeavesPeopleOut(string job) => string.Equals(job, Evaluation, StringComparison.Ordinal);

    /// <summary>The run of an id; where something else of the company has the same id, the job's.</summary>
    public static Task<BackgroundRun?> FindRunAsync(this ISatcomDb db, Guid id, CancellationToken cancellationToken) =>
        db.BackgroundRuns.Where(r => r.Id == id).OrderBy(r => OfOtherTables.Contains(r.Job)).ThenBy(r => r.Job).FirstOrDefaultAsync(cancellationToken);
}

/// <summary>When the cluster's scheduler starts a job, as it keeps it itself. Only to be read.</summary>
public sealed class JobClock
{
    public string Job { get; init; } = string.Empty;

    /// <summary>Quartz's cron expression, in UTC.</summary>
    public string Cron { get; init; } = string.Empty;

    public DateTimeOffset? NextAt { get; init; }
}
