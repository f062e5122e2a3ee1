using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Deletes what has expired in small statements, so that none holds many locks or runs for long.</summary>
internal static class ExpiredRows
{
    public const int BatchSize = 1000;

    /// <summary>Deletes every row of the query, in batches.</summary>
    /// <returns>How many rows went.</returns>
    public static async Task<int> DeleteAsync<TEntity>(
        this ITenantRunner runner, TenantInfo tenant, Func<SatcomDbContext, IQueryable<TEntity>> expired, CancellationToken cancellationToken)
        where TEntity : class
    {
        var total = 0;
        int deleted;
        do
        {
            deleted = 0;
            await runner.RunAsync(
                tenant,
                async (services, token) => deleted = await expired(services.GetRequiredService<SatcomDbContext>()).Take(BatchSize).ExecuteDeleteAsync(token),
                cancellationToken);
            total += deleted;
        }
        while (deleted == BatchSize);

        return total;
    }
}
