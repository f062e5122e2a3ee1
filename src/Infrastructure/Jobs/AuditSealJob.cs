using Microsoft.Extensions.DependencyInjection;
using Satcom.Infrastructure.Auditing;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Seals what every tenant's audit has gained since the last run.</summary>
internal sealed class AuditSealJob(EachTenant tenants, AuditChain chain) : IJobWork
{
    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken) =>
        await tenants.RunForAllAsync(
            run,
            (runner, tenant, token) => runner.RunAsync(tenant, async (services, inner) => run.Count(await chain.SealAsync(services.GetRequiredService<SatcomDbContext>(), tenant.Id, inner)), token),
            cancellationToken);
}
