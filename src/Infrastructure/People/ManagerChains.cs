using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Infrastructure.Common;
using Satcom.Infrastructure.Messaging;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.People;

internal sealed class ManagerChains(SatcomDbContext db, RequestScope scope, ManagerChainCache cache) : IManagerChains
{
    public async ValueTask<IReadOnlyList<Guid>> OfAsync(Guid employeeId, CancellationToken cancellationToken)
    {
        var key = (scope.Tenant.Id, employeeId);
        if (cache.Chains.Find(key) is { } known)
        {
            return known;
        }

        var read = cache.Chains.Begin();
        var chain = await db.Employees.Where(e => e.Id == employeeId).Select(e => SatcomDbContext.ManagerChain(e.Id)).FirstOrDefaultAsync(cancellationToken) ?? [];
        cache.Chains.Keep(key, chain, read);
        return chain;
    }
}

/// <summary>The chains that this node has looked up in the last minutes.</summary>
internal sealed class ManagerChainCache(TimeProvider time) : IForgets
{
    private const int GenerationSize = 10_000;

    // Longer than a caller is believed, with whom it comes.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(75);

    public ReadCache<(Guid TenantId, Guid EmployeeId), IReadOnlyList<Guid>> Chains { get; } = new(time, Lifetime, GenerationSize);

    public void Forget(CacheForget forget)
    {
        if (forget.Of is CacheForget.Line)
        {
            Chains.ForgetWhere((key, chain) => key.EmployeeId == forget.Id || chain.Contains(forget.Id));
        }
        else if (forget is { Of: CacheForget.Profile, TenantId: { } tenantId })
        {
            // Somebody who had an account may be an employee by now.
            Chains.Forget((tenantId, forget.Id));
        }
    }

    public void ForgetAll() => Chains.ForgetAll();
}
