using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Removes counters of attempts and requests that say nothing any more. They belong to no tenant.</summary>
internal sealed class AttemptCounterCleanupJob(IDbContextFactory<SatcomDbContext> contexts, TimeProvider time) : IJobWork
{
    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        int deleted;
        do
        {
            await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).Bind(new RequestScope());
            deleted = await db.AttemptCounters.Where(c => c.ExpiresAt < now).OrderBy(c => c.ExpiresAt).Take(ExpiredRows.BatchSize).ExecuteDeleteAsync(cancellationToken);
            run.Count(deleted);
        }
        while (deleted == ExpiredRows.BatchSize);

        do
        {
            await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).Bind(new RequestScope());
            deleted = await db.RequestCounters.Where(c => c.ExpiresAt < now).OrderBy(c => c.ExpiresAt).Take(ExpiredRows.BatchSize).ExecuteDeleteAsync(cancellationToken);
            run.Count(deleted);
        }
        while (deleted == ExpiredRows.BatchSize);
    }
}
