using System.Runtime.ExceptionServices;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Looks in every tenant for sessions that have outlived its limit. A day that fails keeps none from the others: it is left out, and the tenant's part fails at its end.</summary>
internal sealed class MissingCheckOutJob(EachTenant tenants) : IJobWork
{
    /// <summary>Where more days fail than these, it is none of theirs.</summary>
    private const int LeftOutMax = 20;

    private const int Narrowing = 8;

    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken) =>
        await tenants.RunAsync(run, (runner, tenant, token) => DoAsync(run, runner, tenant, token), cancellationToken);

    private static async Task DoAsync(JobProgress run, ITenantRunner runner, TenantInfo tenant, CancellationToken cancellationToken)
    {
        var (take, skip, leftOut) = (DetectMissingCheckOutsCommand.BatchSize, 0, 0);
        ExceptionDispatchInfo? failure = null;
        for (var mayBeMore = true; mayBeMore;)
        {
            try
            {
                var batch = (await runner.SendAsync(tenant, new DetectMissingCheckOutsCommand(take, skip), cancellationToken)).OrThrow();
                run.Count(batch.Flagged);
                skip += batch.Stayed;
                take = Math.Min(DetectMissingCheckOutsCommand.BatchSize, take * Narrowing);
                mayBeMore = batch.MayBeMore;
            }
#pragma warning disable CA1031 // Whatever one day does to its batch must not reach the others; it is thrown when they are done.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failure ??= ExceptionDispatchInfo.Capture(e);
                if (take == 1)
                {
                    (skip, leftOut) = (skip + 1, leftOut + 1);
                    mayBeMore = leftOut < LeftOutMax;
                }

                take = Math.Max(1, take / Narrowing);
            }
        }

        failure?.Throw();
    }
}
