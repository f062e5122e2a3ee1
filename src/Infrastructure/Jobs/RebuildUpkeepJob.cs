using Satcom.Application.Anomalies;
using Satcom.Application.Attendance;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Has rebuilds, evaluations and judgements go on whose event was given up, and removes rebuilds that are long over; the audit keeps who asked for them.</summary>
internal sealed class RebuildUpkeepJob(EachTenant tenants, TimeProvider time) : IJobWork
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - KeptFor;
        await tenants.RunAsync(
            run,
            async (runner, tenant, token) =>
            {
                (await runner.SendAsync(tenant, new ResumeRebuildsCommand(), token)).OrThrow();
                (await runner.SendAsync(tenant, new ResumeEvaluationsCommand(), token)).OrThrow();
                run.Count(await runner.DeleteAsync(tenant, db => db.DayRebuilds.Where(r => r.FinishedAt < before).OrderBy(r => r.FinishedAt), token));
            },
            cancellationToken);
    }
}
