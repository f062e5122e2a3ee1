using Quartz;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Mails HR of every tenant each morning what was raised since the last time.</summary>
[DisallowConcurrentExecution]
internal sealed class AnomalyDigestJob(EachTenant tenants) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await tenants.RunAsync("anomalyDigest", SendAsync, cancellationToken);

    private static async Task SendAsync(ITenantRunner runner, TenantInfo tenant, CancellationToken cancellationToken)
    {
        if ((await runner.SendAsync(tenant, new SendAnomalyDigestCommand(), cancellationToken)).Error is { } error)
        {
            throw new InvalidOperationException($"The digest was not sent: {error.Code}.");
        }
    }
}
