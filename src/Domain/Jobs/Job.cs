using Satcom.Domain.Common;

namespace Satcom.Domain.Jobs;

/// <summary>
/// What the installation remembers of work that it does by the clock: whether somebody paused it, and when it was last done for all companies. It belongs to no company: each may read it, and the
/// platform alone may pause it.
/// </summary>
public sealed class Job(string name)
{
    public const int NameMaxLength = 80;
    public const int ReasonMaxLength = 500;

    /// <summary>What it is known by, such as leave-accrual.</summary>
    public string Name { get; private set; } = name;

    /// <summary>Since when no clock starts it; null while one does.</summary>
    public DateTimeOffset? PausedAt { get; private set; }

    /// <summary>The platform's administrator who paused it.</summary>
    public Guid? PausedBy { get; private set; }

    public string? PauseReason { get; private set; }

    /// <summary>Moves on with each pause and resumption.</summary>
    public int Revision { get; private set; }

    /// <summary>When the latest run for all companies began.</summary>
    public DateTimeOffset? LastStartedAt { get; private set; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? LastFinishedAt { get; private set; }

    public bool IsPaused => PausedAt is not null;

    /// <returns>False when it is paused already.</returns>
    public bool Pause(Guid by, string? reason, DateTimeOffset now)
    {
        if (IsPaused)
        {
            return false;
        }

        (PausedAt, PausedBy, PauseReason) = (now, by, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim());
        Revision++;
        return true;
    }

    /// <returns>False when it is not paused.</returns>
    public bool Resume()
    {
        if (!IsPaused)
        {
            return false;
        }

        (PausedAt, PausedBy, PauseReason) = (null, null, null);
        Revision++;
        return true;
    }
}

/// <summary>The installation has paused the job, so no company starts it.</summary>
public sealed record JobPaused() : Error("job_paused", ErrorKind.Conflict);

/// <summary>The job waits or runs already.</summary>
public sealed record JobActive() : Error("job_active", ErrorKind.Conflict);

/// <summary>The run is over, so nothing of it can be cancelled.</summary>
public sealed record JobRunEnded() : Error("job_run_ended", ErrorKind.Conflict);

/// <summary>What the run does is ended by nobody: it goes on in small steps until it is done.</summary>
public sealed record JobRunUnstoppable() : Error("job_run_unstoppable", ErrorKind.Conflict);
