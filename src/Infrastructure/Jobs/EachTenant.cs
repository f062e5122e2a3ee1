using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Satcom.Application.Common;
using Satcom.Infrastructure.Common;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Does a job's work for every tenant, one after the other. A tenant whose work fails keeps none from theirs.</summary>
internal sealed partial class EachTenant(ITenantRunner runner, TimeProvider time, ILogger<EachTenant> logger)
{
    private static readonly Counter<long> Failures =
        Telemetry.Meter.CreateCounter<long>("satcom.jobs.failures", description: "Tenants whose part of a scheduled job failed, by job.");

    /// <summary>Runs the work for each tenant that is not suspended.</summary>
    /// <returns>How many tenants' work failed; it is tried again with the job's next run.</returns>
    public async Task<int> RunAsync(JobProgress run, Func<ITenantRunner, TenantInfo, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        await RunAsync(await runner.ActiveTenantsAsync(cancellationToken), run, work, cancellationToken);

    /// <summary>Runs the work for each tenant, suspended ones too.</summary>
    /// <returns>How many tenants' work failed; it is tried again with the job's next run.</returns>
    public async Task<int> RunForAllAsync(JobProgress run, Func<ITenantRunner, TenantInfo, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        await RunAsync(await runner.AllTenantsAsync(cancellationToken), run, work, cancellationToken);

    private async Task<int> RunAsync(IReadOnlyList<TenantInfo> tenants, JobProgress run, Func<ITenantRunner, TenantInfo, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var failed = 0;
        foreach (var tenant in run.Begin(tenants))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var lines = OwnWork.NameLines(logger, tenant.Id);
            var begun = time.GetUtcNow();
            string? error = null;
            try
            {
                await work(runner, tenant, cancellationToken);
            }
#pragma warning disable CA1031 // Whatever one tenant's data does to a job must not reach the next tenant.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failed++;
                error = FaultKind.Of(e);
                Failures.Add(1, new KeyValuePair<string, object?>("job", run.Job));
                LogFailed(logger, e, run.Job, tenant.Id);
            }

            run.End(tenant.Id, begun, time.GetUtcNow(), error);
        }

        return failed;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed for tenant {TenantId}; its next run tries again.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string job, Guid tenantId);
}
