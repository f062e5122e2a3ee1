using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Domain.Identity;
using Satcom.Infrastructure.Persistence;
using Satcom.Infrastructure.Tenancy;

namespace Satcom.Infrastructure.Identity;

/// <summary>Goes through the users of every tenant, suspended ones too, in batches and in each tenant's own scope.</summary>
internal sealed class TenantUsersWalk(ITenantRunner runner, IDbContextFactory<SatcomDbContext> contexts)
{
    private const int BatchSize = 500;

    /// <summary>Does something with each batch. Users that come or go meanwhile may be missed.</summary>
    /// <param name="read">What the work needs of a user.</param>
    /// <param name="work">Gets the context, the tenant and the batch.</param>
    /// <returns>The sum of what the work returned.</returns>
    public async Task<int> SumAsync<TRead>(
        Expression<Func<User, TRead>> read, Func<SatcomDbContext, Guid, IReadOnlyList<TRead>, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        await using var context = (await contexts.CreateDbContextAsync(cancellationToken)).Bind(new RequestScope { Actor = Actor.System });
        var sum = 0;
        foreach (var tenant in await context.Tenants.Select(TenantDirectory.ToInfo).ToListAsync(cancellationToken))
        {
            await runner.RunAsync(
                tenant,
                async (services, token) =>
                {
                    var (db, last) = (services.GetRequiredService<SatcomDbContext>(), Guid.Empty);
                    while (true)
                    {
                        var ids = await db.Users.AsNoTracking().Where(u => u.Id.CompareTo(last) > 0).OrderBy(u => u.Id).Take(BatchSize).Select(u => u.Id).ToListAsync(token);
                        if (ids.Count == 0)
                        {
                            return;
                        }

                        var (first, end) = (ids[0], ids[^1]);
                        sum += await work(db, tenant.Id, await db.Users.AsNoTracking().Where(u => u.Id.CompareTo(first) >= 0 && u.Id.CompareTo(end) <= 0).Select(read).ToListAsync(token), token);
                        last = end;
                    }
                },
                cancellationToken);
        }

        return sum;
    }
}
