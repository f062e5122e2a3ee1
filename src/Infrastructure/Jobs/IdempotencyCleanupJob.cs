
namespace Satcom.Infrastructure.Jobs;

/// <summary>Removes stored outcomes that no replay may use any more.</summary>
internal sealed class IdempotencyCleanupJob(EachTenant tenants, TimeProvider time) : IJobWork
{
    // An hour more than they are good for.
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(25);

    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - KeptFor;
        await tenants.RunAsync(
            run,
            async (runner, tenant, token) => run.Count(await runner.DeleteAsync(tenant, db => db.IdempotencyRecords.Where(r => r.CreatedAt < before).OrderBy(r => r.CreatedAt), token)),
            cancellationToken);
    }
}
