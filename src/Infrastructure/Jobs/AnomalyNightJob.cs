using Satcom.Application.Anomalies;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Begins in every tenant the nightly evaluation, once the date has ended for the last of its people. The outbox carries it on, on whichever node, and it has a run of its own.</summary>
internal sealed class AnomalyNightJob(EachTenant tenants) : IJobWork
{
    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken) =>
        await tenants.RunAsync(
            run,
            async (runner, tenant, token) => run.Count((await runner.SendAsync(tenant, new EvaluateNightCommand(), token)).OrThrow()),
            cancellationToken);
}
