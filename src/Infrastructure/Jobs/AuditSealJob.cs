using Microsoft.Extensions.DependencyInjection;
using Quartz;
using Satcom.Infrastructure.Auditing;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Seals what every tenant's audit has gained since the last run.</summary>
[DisallowConcurrentExecution]
internal sealed class AuditSealJob(EachTenant tenants, AuditChain chain) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await tenants.RunForAllAsync(
            "auditSeal",
            (runner, tenant, token) => runner.RunAsync(tenant, (services, inner) => chain.SealAsync(services.GetRequiredService<SatcomDbContext>(), tenant.Id, inner), token),
            cancellationToken);
}
