using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Does a job's work for every tenant, one after the other. A tenant whose work fails keeps none from theirs.</summary>
internal sealed partial class EachTenant(ITenantRunner runner, ILogger<EachTenant> logger)
{
    private static readonly Counter<long> Failures =
        Telemetry.Meter.CreateCounter<long>("satcom.jobs.failures", description: "Tenants whose part of a scheduled job failed, by job.");

    /// <summary>Runs the work for each tenant that is not suspended.</summary>
    /// <returns>How many tenants' work failed; it is tried again with the job's next run.</returns>
    public async Task<int> RunAsync(string job, Func<ITenantRunner, TenantInfo, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        await RunAsync(await runner.ActiveTenantsAsync(cancellationToken), job, work, cancellationToken);

    /// <summary>Runs the work for each tenant, suspended ones too.</summary>
    /// <returns>How many tenants' work failed; it is tried again with the job's next run.</returns>
    public async Task<int> RunForAllAsync(string job, Func<ITenantRunner, TenantInfo, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        await RunAsync(await runner.AllTenantsAsync(cancellationToken), job, work, cancellationToken);

    private async Task<int> RunAsync(IReadOnlyList<TenantInfo> tenants, string job, Func<ITenantRunner, TenantInfo, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var failed = 0;
        foreach (var tenant in tenants)
        {
            try
            {
                await work(runner, tenant, cancellationToken);
            }
#pragma warning disable CA1031 // Whatever one tenant's data does to a job must not reach the next tenant.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failed++;
                Failures.Add(1, new KeyValuePair<string, object?>("job", job));
                LogFailed(logger, e, job, tenant.Id);
            }
        }

        return failed;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed for tenant {TenantId}; its next run tries again.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string job, Guid tenantId);
}
