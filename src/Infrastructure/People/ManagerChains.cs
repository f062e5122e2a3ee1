using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.People;

internal sealed class ManagerChains(SatcomDbContext db, RequestScope scope, ManagerChainCache cache, TimeProvider time) : IManagerChains
{
    public async ValueTask<IReadOnlyList<Guid>> OfAsync(Guid employeeId, CancellationToken cancellationToken)
    {
        var key = (scope.Tenant.Id, employeeId);
        if (cache.TryGet(key, time) is { } known)
        {
            return known;
        }

        var loadedAt = time.GetTimestamp();
        var chain = await db.Employees.Where(e => e.Id == employeeId).Select(e => SatcomDbContext.ManagerChain(e.Id)).FirstOrDefaultAsync(cancellationToken) ?? [];
        cache.Set(key, chain, loadedAt);
        return chain;
    }
}

/// <summary>The chains that this node has looked up in the last seconds.</summary>
internal sealed class ManagerChainCache
{
    private const int GenerationSize = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly BoundedCache<(Guid TenantId, Guid EmployeeId), Entry> _entries = new(GenerationSize);

    public IReadOnlyList<Guid>? TryGet((Guid TenantId, Guid EmployeeId) key, TimeProvider time) =>
        _entries.TryGet(key, out var entry) && time.GetElapsedTime(entry.LoadedAt) < Lifetime ? entry.Chain : null;

    public void Set((Guid TenantId, Guid EmployeeId) key, IReadOnlyList<Guid> chain, long loadedAt) => _entries.Set(key, new Entry(key.EmployeeId, chain, loadedAt));

    /// <summary>Forgets the chains that somebody stands in.</summary>
    public void Forget(Guid employeeId) => _entries.RemoveWhere(entry => entry.EmployeeId == employeeId || entry.Chain.Contains(employeeId));

    /// <summary>Forgets everything, because this node may have missed messages.</summary>
    public void ForgetAll() => _entries.RemoveWhere(static _ => true);

    private sealed record Entry(Guid EmployeeId, IReadOnlyList<Guid> Chain, long LoadedAt);
}
