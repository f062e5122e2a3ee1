using Satcom.Application.Common;
using Satcom.Application.Leaves;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Posts in every tenant what is due on leave accounts: each account once a date, in batches that are committed one by one.</summary>
internal sealed class LeaveAccrualJob(EachTenant tenants) : IJobWork
{
    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken) =>
        await tenants.RunAsync(run, (runner, tenant, token) => DoAsync(run, runner, tenant, token), cancellationToken);

    private static async Task DoAsync(JobProgress run, ITenantRunner runner, TenantInfo tenant, CancellationToken cancellationToken)
    {
        LeaveAccrualRun batch;
        do
        {
            batch = (await runner.SendAsync(tenant, new RunLeaveAccrualsCommand(), cancellationToken)).OrThrow();
            run.Count(batch.Posted);
        }
        while (batch.MayBeMore);
    }
}
