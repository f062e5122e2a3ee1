using Quartz;
using Satcom.Application.Common;
using Satcom.Application.Leaves;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Posts in every tenant what is due on leave accounts: each account once a date, in batches that are committed one by one.</summary>
[DisallowConcurrentExecution]
internal sealed class LeaveAccrualJob(EachTenant tenants) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await tenants.RunAsync("leaveAccrual", RunAsync, cancellationToken);

    private static async Task RunAsync(ITenantRunner runner, TenantInfo tenant, CancellationToken cancellationToken)
    {
        LeaveAccrualRun batch;
        do
        {
            var result = await runner.SendAsync(tenant, new RunLeaveAccrualsCommand(), cancellationToken);
            batch = result.TryGet(out var value, out var error) ? value : throw new InvalidOperationException($"The run ended with {error.Code}.");
        }
        while (batch.MayBeMore);
    }
}
