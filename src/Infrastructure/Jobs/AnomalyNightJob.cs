using Quartz;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Begins in every tenant the nightly evaluation, once the date has ended for the last of its people. The outbox carries it on, on whichever node.</summary>
[DisallowConcurrentExecution]
internal sealed class AnomalyNightJob(EachTenant tenants) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await tenants.RunAsync("anomalyNight", BeginAsync, cancellationToken);

    private static async Task BeginAsync(ITenantRunner runner, TenantInfo tenant, CancellationToken cancellationToken)
    {
        if ((await runner.SendAsync(tenant, new EvaluateNightCommand(), cancellationToken)).Error is { } error)
        {
            throw new InvalidOperationException($"The night was not begun: {error.Code}.");
        }
    }
}
