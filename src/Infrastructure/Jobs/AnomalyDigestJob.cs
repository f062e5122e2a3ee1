using Satcom.Application.Anomalies;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Mails HR of every tenant each morning what was raised since the last time.</summary>
internal sealed class AnomalyDigestJob(EachTenant tenants) : IJobWork
{
    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken) =>
        await tenants.RunAsync(
            run,
            async (runner, tenant, token) => run.Count((await runner.SendAsync(tenant, new SendAnomalyDigestCommand(), token)).OrThrow()),
            cancellationToken);
}
