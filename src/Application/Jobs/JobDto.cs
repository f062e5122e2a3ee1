using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Tenancy;
using Satcom.Domain.Jobs;

namespace Satcom.Application.Jobs;

/// <summary>Work that the service does by the clock.</summary>
public sealed record JobDto : IVersioned
{
    /// <summary>What it is known by, such as leave-accrual.</summary>
    public required string Name { get; init; }

    /// <summary>True when it does each company's work; false when it is about the installation alone.</summary>
    public required bool IsPerCompany { get; init; }

    /// <summary>When it is started: Quartz's cron expression with seconds first, in UTC. Null where no node has ever run by the clock.</summary>
    public string? Cron { get; init; }

    /// <summary>When it is started next; null while it is paused, and where the scheduler gave it up, which a node that runs jobs mends within seconds. A time that has passed means that no node runs, or that a run takes longer than until then.</summary>
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>True when no clock starts it.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Who paused it; shown to the platform's administrators.</summary>
    public Guid? PausedById { get; init; }

    /// <summary>Why; shown to the platform's administrators.</summary>
    public string? PauseReason { get; init; }

    /// <summary>When it was last begun for all companies.</summary>
    public DateTimeOffset? LastStartedAt { get; init; }

    /// <summary>When that ended; null while it goes on.</summary>
    public DateTimeOffset? LastFinishedAt { get; init; }

    /// <summary>The caller's latest run: of the platform one for all companies, of a company its own. One that found nothing to do for the company is none.</summary>
    public JobRunDto? LastRun { get; init; }

    /// <summary>Changes with each pause and resumption; as ETag too.</summary>
    public uint Version { get; set; }
}

/// <summary>Jobs with their clocks and latest runs, in three statements however many there are.</summary>
internal sealed class JobDtos(ISatcomDb db, IJobCatalogue catalogue, RequestScope scope, TimeProvider time)
{
    private bool IsOfPlatform => scope.IsOfPlatform();

    /// <summary>What is known of a job that concerns the caller; null where there is none of that name.</summary>
    public JobInfo? Find(string name) => catalogue.All.SingleOrDefault(j => string.Equals(j.Name, name, StringComparison.Ordinal) && Concerns(j));

    public async Task<IReadOnlyList<JobDto>> ListAsync(CancellationToken cancellationToken)
    {
        var clocks = await db.JobClocks.ToDictionaryAsync(c => c.Job, StringComparer.Ordinal, cancellationToken);
        var runScope = IsOfPlatform ? JobRunScope.Installation : JobRunScope.Company;
        var jobs = await db.Jobs.AsNoTracking()
            .Select(j => new { Job = j, LastId = db.JobRuns.Where(r => r.Job == j.Name && r.Scope == runScope).OrderByDescending(r => r.AskedAt).ThenByDescending(r => r.Id).Select(r => (Guid?)r.Id).FirstOrDefault() })
            .ToDictionaryAsync(j => j.Job.Name, StringComparer.Ordinal, cancellationToken);
        var lastIds = jobs.Values.Select(j => j.LastId).OfType<Guid>().ToList();
        var names = jobs.Keys.ToList();
        var runs = await db.BackgroundRuns.Where(r => lastIds.Contains(r.Id) && names.Contains(r.Job)).ToDictionaryAsync(r => r.Id, cancellationToken);
        return [.. catalogue.All.Where(Concerns).Select(info =>
        {
            var known = jobs.GetValueOrDefault(info.Name);
            return Of(info, known?.Job ?? new Job(info.Name), clocks.GetValueOrDefault(info.Name), known?.LastId is { } id ? runs.GetValueOrDefault(id) : null);
        })];
    }

    /// <summary>A job that was just paused or resumed.</summary>
    public async Task<JobDto> AfterChangeAsync(JobInfo info, Job job, CancellationToken cancellationToken)
    {
        var before = (await ListAsync(cancellationToken)).Single(j => string.Equals(j.Name, info.Name, StringComparison.Ordinal));
        var clock = await db.JobClocks.SingleOrDefaultAsync(c => c.Job == info.Name, cancellationToken);
        return Of(info, job, clock, last: null) with { LastRun = before.LastRun };
    }

    private bool Concerns(JobInfo job) => job.IsPerTenant || IsOfPlatform;

    private JobDto Of(JobInfo info, Job job, JobClock? clock, BackgroundRun? last) => new()
    {
        Name = info.Name,
        IsPerCompany = info.IsPerTenant,
        Cron = clock?.Cron,
        NextRunAt = job.IsPaused ? null : clock?.NextAt,
        IsPaused = job.IsPaused,
        PausedAt = job.PausedAt,
        PausedById = IsOfPlatform ? job.PausedBy : null,
        PauseReason = IsOfPlatform ? job.PauseReason : null,
        LastStartedAt = job.LastStartedAt,
        LastFinishedAt = job.LastFinishedAt,
        LastRun = last is null ? null : JobRunDto.Of(last, IsOfPlatform, time.GetUtcNow()),
        Version = (uint)job.Revision,
    };
}
