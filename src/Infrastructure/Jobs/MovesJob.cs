using Quartz;
using Satcom.Application.Common;
using Satcom.Application.People;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Brings planned changes of manager, team and zone into effect in every tenant, each on its date where the person is.</summary>
[DisallowConcurrentExecution]
internal sealed class MovesJob(EachTenant tenants) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await tenants.RunAsync("moves", FollowAsync, cancellationToken);

    private static async Task FollowAsync(ITenantRunner runner, TenantInfo tenant, CancellationToken cancellationToken)
    {
        FollowedMoves batch;
        do
        {
            var result = await runner.SendAsync(tenant, new FollowMovesCommand(), cancellationToken);
            batch = result.TryGet(out var value, out var error) ? value : throw new InvalidOperationException($"The moves ended with {error.Code}.");
        }
        while (batch.MayBeMore);
    }
}
