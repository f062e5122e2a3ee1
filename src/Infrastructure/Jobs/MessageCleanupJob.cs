
namespace Satcom.Infrastructure.Jobs;

/// <summary>Removes the rows of messages long after they were sent or given up.</summary>
internal sealed class MessageCleanupJob(EachTenant tenants, TimeProvider time) : IJobWork
{
    private static readonly TimeSpan SentKeptFor = TimeSpan.FromDays(7);

    // Time for a person to see and send them again; their codes and links are long worth nothing.
    private static readonly TimeSpan DeadKeptFor = TimeSpan.FromDays(30);

    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (sentBefore, deadBefore) = (now - SentKeptFor, now - DeadKeptFor);
        await tenants.RunAsync(
            run,
            async (runner, tenant, token) =>
            {
                run.Count(await runner.DeleteAsync(tenant, db => db.OutgoingMessages.Where(m => m.SentAt < sentBefore).OrderBy(m => m.SentAt), token));
                run.Count(await runner.DeleteAsync(tenant, db => db.OutgoingMessages.Where(m => m.DeadAt < deadBefore).OrderBy(m => m.DeadAt), token));
            },
            cancellationToken);
    }
}
