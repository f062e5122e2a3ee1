using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Satcom.Application.Common;
using Satcom.Infrastructure.Auditing;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Computes every tenant's audit chain anew, and raises the alarm where it is broken: an error in the log, a metric, an audit entry, and a run that failed.</summary>
internal sealed partial class AuditCheckJob(EachTenant tenants, AuditChain chain, ILogger<AuditCheckJob> logger) : IJobWork
{
    /// <summary>What the audit says of a broken chain.</summary>
    public const string Broken = "audit.broken";

    /// <summary>What the run says of one.</summary>
    public const string Error = "audit_broken";

    private static readonly Counter<long> Breaks = Telemetry.Meter.CreateCounter<long>("satcom.audit.broken", description: "Tenants whose audit chain was found broken, once for each check.");

    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken) =>
        await tenants.RunForAllAsync(
            run,
            async (runner, tenant, token) =>
            {
                var isBroken = false;
                await runner.RunAsync(tenant, async (services, inner) => isBroken = !await CheckAsync(services, tenant.Id, inner), token);
                if (isBroken)
                {
                    throw new JobRefusedException(Error);
                }
            },
            cancellationToken);

    private async Task<bool> CheckAsync(IServiceProvider services, Guid tenantId, CancellationToken cancellationToken)
    {
        if (await chain.CheckAsync(services.GetRequiredService<SatcomDbContext>(), tenantId, cancellationToken) is not { } fault)
        {
            return true;
        }

        Breaks.Add(1);
        LogBroken(logger, tenantId, fault);
        services.GetRequiredService<RequestScope>().AuditReason = fault;
        await services.GetRequiredService<IAuditTrail>().RecordAsync(Broken, "auditSeal", entityId: null, cancellationToken);
        return false;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit of tenant {TenantId} was tampered with: {Fault}.")]
    private static partial void LogBroken(ILogger logger, Guid tenantId, string fault);
}
