using Satcom.Domain.Jobs;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Removes runs long after their end: those that found nothing to do after a day, because a job of each minute has so many, and all others after a month.</summary>
internal sealed class JobRunPurgeJob(EachTenant tenants, TimeProvider time) : IJobWork
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);
    private static readonly TimeSpan IdleKeptFor = TimeSpan.FromDays(1);

    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (before, idleBefore) = (now - KeptFor, now - IdleKeptFor);
        await tenants.RunForAllAsync(
            run,
            async (runner, tenant, token) =>
            {
                // Uncounted: what was counted would be kept as a run of each company's, for this job to remove.
                await runner.DeleteAsync(tenant, db => db.JobRuns.Where(r => r.FinishedAt < before).OrderBy(r => r.FinishedAt), token);
                await runner.DeleteAsync(
                    tenant, db => db.JobRuns.Where(r => r.State == JobRunState.Succeeded && r.Cause == JobRunCause.Clock && r.Done == 0 && r.FinishedAt < idleBefore).OrderBy(r => r.FinishedAt), token);
            },
            cancellationToken);
    }
}
