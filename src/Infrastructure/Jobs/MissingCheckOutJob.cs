using Satcom.Application.Anomalies;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Looks in every tenant for sessions that have outlived its limit.</summary>
internal sealed class MissingCheckOutJob(EachTenant tenants) : IJobWork
{
    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken) =>
        await tenants.RunAsync(run, (runner, tenant, token) => DoAsync(run, runner, tenant, token), cancellationToken);

    private static async Task DoAsync(JobProgress run, ITenantRunner runner, TenantInfo tenant, CancellationToken cancellationToken)
    {
        MissedCheckOuts batch;
        do
        {
            batch = (await runner.SendAsync(tenant, new DetectMissingCheckOutsCommand(), cancellationToken)).OrThrow();
            run.Count(batch.Flagged);
        }
        while (batch.MayBeMore);
    }
}
