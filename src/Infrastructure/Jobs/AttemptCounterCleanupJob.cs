using Microsoft.EntityFrameworkCore;
using Quartz;
using Satcom.Application.Common;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Removes counters of attempts and requests that say nothing any more. They belong to no tenant.</summary>
[DisallowConcurrentExecution]
internal sealed class AttemptCounterCleanupJob(IDbContextFactory<SatcomDbContext> contexts, TimeProvider time) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        int deleted;
        do
        {
            await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).Bind(new RequestScope());
            deleted = await db.AttemptCounters.Where(c => c.ExpiresAt < now).OrderBy(c => c.ExpiresAt).Take(ExpiredRows.BatchSize).ExecuteDeleteAsync(cancellationToken);
        }
        while (deleted == ExpiredRows.BatchSize);

        do
        {
            await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).Bind(new RequestScope());
            deleted = await db.RequestCounters.Where(c => c.ExpiresAt < now).OrderBy(c => c.ExpiresAt).Take(ExpiredRows.BatchSize).ExecuteDeleteAsync(cancellationToken);
        }
        while (deleted == ExpiredRows.BatchSize);
    }
}
