using Quartz;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Removes stored outcomes that no replay may use any more.</summary>
[DisallowConcurrentExecution]
internal sealed class IdempotencyCleanupJob(EachTenant tenants, TimeProvider time) : IJob
{
    // An hour more than they are good for.
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(25);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var before = time.GetUtcNow() - KeptFor;
        await tenants.RunAsync(
            "idempotencyCleanup",
            (runner, tenant, token) => runner.DeleteAsync(tenant, db => db.IdempotencyRecords.Where(r => r.CreatedAt < before).OrderBy(r => r.CreatedAt), token),
            cancellationToken);
    }
}
