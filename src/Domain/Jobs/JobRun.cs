using System.ComponentModel;
using Satcom.Domain.Common;

namespace Satcom.Domain.Jobs;

/// <summary>How far a run has come.</summary>
[Description("How far a run has come.")]
public enum JobRunState
{
    /// <summary>Waits for a node to take it.</summary>
    Queued,

    Running,
    Succeeded,

    /// <summary>It broke off, or the work of some companies did.</summary>
    Failed,

    /// <summary>Ended because somebody asked for it; what was done until then stays done.</summary>
    Cancelled,

    /// <summary>Its node ended or fell silent before it did. The next run finds what is left to do; what the clock began is run once more at once.</summary>
    Lost,
}

/// <summary>Why a run was made.</summary>
[Description("Why a run was made: because its time had come, because somebody asked for it, or because something changed.")]
public enum JobRunCause
{
    /// <summary>Its time had come.</summary>
    Clock,

    /// <summary>Somebody asked for it.</summary>
    Person,

    /// <summary>Something changed that it follows.</summary>
    Change,
}

/// <summary>Whose work a run does.</summary>
[Description("Whose work a run does: one company's, or that of all companies and of the installation itself.")]
public enum JobRunScope
{
    Company,
    Installation,
}

/// <summary>
/// One time that a job was done: for all companies, which is the platform's, or for one. What one run for all did for a company is kept as a run of that company where there was something to do or
/// something went wrong. Nodes write how far it has come; what people do to it goes through here.
/// </summary>
[Audited("jobRun")]
public sealed class JobRun : AggregateRoot
{
    public const int NodeMaxLength = 120;
    public const int ErrorMaxLength = 200;

    /// <summary>So many of the companies whose work failed are named.</summary>
    public const int FailedShown = 100;

    private JobRun(Guid tenantId, Guid id, string job, JobRunScope scope, JobRunCause cause, DateTimeOffset askedAt)
        : base(tenantId, id)
    {
        (Job, Scope, Cause, AskedAt) = (job, scope, cause, askedAt);
    }

    /// <summary>The job's name.</summary>
    public string Job { get; private set; }

    public JobRunScope Scope { get; private set; }

    public JobRunCause Cause { get; private set; }

    public JobRunState State { get; private set; }

    /// <summary>The person or program that asked for it, who may be of the platform; null where the clock did.</summary>
    public Guid? AskedBy { get; private set; }

    /// <summary>When it was asked for, or was due by the clock.</summary>
    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>Which of the clock's times it is, of a run for all companies; each is run once.</summary>
    public DateTimeOffset? FiredAt { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The node that runs it or did.</summary>
    public string? Node { get; private set; }

    /// <summary>When its node was last heard of, by the database's clock.</summary>
    public DateTimeOffset? BeatAt { get; private set; }

    /// <summary>How many companies it is about.</summary>
    public int Tenants { get; private set; }

    /// <summary>How many of them are done, failed ones too.</summary>
    public int TenantsDone { get; private set; }

    public int TenantsFailed { get; private set; }

    /// <summary>The first of them; a run of one company names none.</summary>
    public List<Guid> FailedTenantIds { get; private set; } = [];

    /// <summary>How many things it did: days flagged, entries posted, rows removed.</summary>
    public long Done { get; private set; }

    /// <summary>What went wrong last; a kind of fault, never anything of the data.</summary>
    public string? Error { get; private set; }

    public DateTimeOffset? CancelAskedAt { get; private set; }

    public Guid? CancelAskedBy { get; private set; }

    /// <summary>Asked for by somebody; a node takes it within seconds.</summary>
    public static JobRun Ask(Guid tenantId, Guid id, string job, JobRunScope scope, Guid by, DateTimeOffset now) =>
        new(tenantId, id, job, scope, JobRunCause.Person, now) { AskedBy = by };

    /// <summary>Ends it at once where it waits, and else asks the node that runs it to end it. Asked twice it is as if asked once.</summary>
    public Error? Cancel(Guid by, DateTimeOffset now)
    {
        if (FinishedAt is not null)
        {
            return State == JobRunState.Cancelled ? null : new JobRunEnded();
        }

        if (State == JobRunState.Queued)
        {
            (State, FinishedAt) = (JobRunState.Cancelled, now);
        }

        (CancelAskedAt, CancelAskedBy) = (CancelAskedAt ?? now, CancelAskedBy ?? by);
        return null;
    }
}
