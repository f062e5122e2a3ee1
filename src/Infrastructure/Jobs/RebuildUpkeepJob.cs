using Microsoft.Extensions.Logging;
using Satcom.Application.Anomalies;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Application.Leaves;

namespace Satcom.Infrastructure.Jobs;

/// <summary>
/// Has rebuilds, recharges of leave, evaluations and judgements go on whose event was given up, tries those again whose leave could not be charged, and removes rebuilds, evaluations and digests that are long over; the audit keeps who asked for them.
/// </summary>
internal sealed partial class RebuildUpkeepJob(EachTenant tenants, TimeProvider time, ILogger<RebuildUpkeepJob> logger) : IJobWork
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - KeptFor;
        var oldest = DateOnly.FromDateTime(before.UtcDateTime);
        await tenants.RunAsync(
            run,
            async (runner, tenant, token) =>
            {
                (await runner.SendAsync(tenant, new ResumeRebuildsCommand(), token)).OrThrow();
                (await runner.SendAsync(tenant, new ResumeEvaluationsCommand(), token)).OrThrow();
                run.Count(await ChargeAsync(runner, tenant, token));
                run.Count(await runner.DeleteAsync(tenant, db => db.DayRebuilds.Where(r => r.FinishedAt < before).OrderBy(r => r.FinishedAt), token));
                run.Count(await runner.DeleteAsync(tenant, db => db.AnomalyEvaluations.Where(e => e.FinishedAt < before).OrderBy(e => e.FinishedAt), token));

                // The latest one says what HR was told of, however long ago.
                run.Count(await runner.DeleteAsync(tenant, db => db.AnomalyDigests.Where(d => d.Date < oldest && db.AnomalyDigests.Any(later => later.Date > d.Date)).OrderBy(d => d.Date), token));
            },
            cancellationToken);
    }

    /// <returns>How many people's leave could be charged after all.</returns>
    private async Task<int> ChargeAsync(ITenantRunner runner, TenantInfo tenant, CancellationToken cancellationToken)
    {
        var charged = 0;
        foreach (var one in (await runner.SendAsync(tenant, new ResumeLeaveRechargesCommand(), cancellationToken)).OrThrow())
        {
            try
            {
                charged += (await runner.SendAsync(tenant, new RechargeLeaveCommand(one.UserId, one.From), cancellationToken)).Error is null ? 1 : 0;
            }
#pragma warning disable CA1031 // What one person's data does must not reach the next; HR sees them in a list until it is mended.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogUncharged(logger, e, tenant.Id, one.UserId);
            }
        }

        return charged;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The leave of {UserId} of tenant {TenantId} still cannot be charged anew.")]
    private static partial void LogUncharged(ILogger logger, Exception exception, Guid tenantId, Guid userId);
}
