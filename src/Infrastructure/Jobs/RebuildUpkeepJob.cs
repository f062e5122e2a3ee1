using Quartz;
using Satcom.Application.Attendance;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Has rebuilds go on whose event was given up, and removes those that are long over; the audit keeps who asked for them.</summary>
[DisallowConcurrentExecution]
internal sealed class RebuildUpkeepJob(EachTenant tenants, TimeProvider time) : IJob
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var before = time.GetUtcNow() - KeptFor;
        await tenants.RunAsync(
            "rebuildUpkeep",
            async (runner, tenant, token) =>
            {
                if ((await runner.SendAsync(tenant, new ResumeRebuildsCommand(), token)).Error is { } error)
                {
                    throw new InvalidOperationException($"The rebuilds did not go on: {error.Code}.");
                }

                await runner.DeleteAsync(tenant, db => db.DayRebuilds.Where(r => r.FinishedAt < before).OrderBy(r => r.FinishedAt), token);
            },
            cancellationToken);
    }
}
