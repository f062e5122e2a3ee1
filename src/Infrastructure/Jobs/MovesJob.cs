using Satcom.Application.Common;
using Satcom.Application.People;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Brings planned changes of manager, team and zone into effect in every tenant, each on its date where the person is.</summary>
internal sealed class MovesJob(EachTenant tenants) : IJobWork
{
    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken) =>
        await tenants.RunAsync(run, (runner, tenant, token) => DoAsync(run, runner, tenant, token), cancellationToken);

    private static async Task DoAsync(JobProgress run, ITenantRunner runner, TenantInfo tenant, CancellationToken cancellationToken)
    {
        FollowedMoves batch;
        do
        {
            batch = (await runner.SendAsync(tenant, new FollowMovesCommand(), cancellationToken)).OrThrow();
            run.Count(batch.Count);
        }
        while (batch.MayBeMore);
    }
}
