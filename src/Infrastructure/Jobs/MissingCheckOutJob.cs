using Quartz;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Looks in every tenant for sessions that have outlived its limit.</summary>
[DisallowConcurrentExecution]
internal sealed class MissingCheckOutJob(EachTenant tenants) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await tenants.RunAsync("missingCheckOut", DetectAsync, cancellationToken);

    private static async Task DetectAsync(ITenantRunner runner, TenantInfo tenant, CancellationToken cancellationToken)
    {
        MissedCheckOuts batch;
        do
        {
            var result = await runner.SendAsync(tenant, new DetectMissingCheckOutsCommand(), cancellationToken);
            batch = result.TryGet(out var value, out var error) ? value : throw new InvalidOperationException($"The search ended with {error.Code}.");
        }
        while (batch.MayBeMore);
    }
}
