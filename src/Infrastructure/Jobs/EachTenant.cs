using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Does a job's work for every active tenant, one after the other. A tenant whose work fails keeps none from theirs.</summary>
internal sealed partial class EachTenant(ITenantRunner runner, ILogger<EachTenant> logger)
{
    private static readonly Counter<long> Failures =
        Telemetry.Meter.CreateCounter<long>("satcom.jobs.failures", description: "Tenants whose part of a scheduled job failed, by job.");

    /// <summary>Runs the work for each tenant.</summary>
    /// <returns>How many tenants' work failed; it is tried again with the job's next run.</returns>
    public async Task<int> RunAsync(string job, Func<ITenantRunner, TenantInfo, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var failed = 0;
        foreach (var tenant in await runner.ActiveTenantsAsync(cancellationToken))
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
