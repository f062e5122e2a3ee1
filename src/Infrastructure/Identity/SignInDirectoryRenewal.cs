using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Satcom.Application.Common;
using Satcom.Infrastructure.Persistence;
using Satcom.Infrastructure.Tenancy;

namespace Satcom.Infrastructure.Identity;

/// <summary>Rewrites the sign-in directory's entries under the newest key while an older one is configured, after which that one may go.</summary>
internal sealed partial class SignInDirectoryRenewal(
    SignInDirectoryKeys keys, ITenantRunner runner, IDbContextFactory<SatcomDbContext> contexts, ILogger<SignInDirectoryRenewal> logger)
{
    private const int BatchSize = 500;

    private const string RenewSql =
        """
        WITH gone AS (
          DELETE FROM sign_in_directory d USING unnest(@old, @new) AS hashes (old, new)
          WHERE d.tenant_id = @tenant AND d.email_hash = hashes.old RETURNING hashes.new, d.tenant_id
        )
        INSERT INTO sign_in_directory (email_hash, tenant_id) SELECT DISTINCT gone.new, gone.tenant_id FROM gone ON CONFLICT DO NOTHING
        """;

    /// <summary>Goes through every tenant, suspended ones too. Safe on several nodes at once.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        if (keys.IsOne)
        {
            return;
        }

        await using var context = (await contexts.CreateDbContextAsync(cancellationToken)).Bind(new RequestScope { Actor = Actor.System });
        var renewed = 0;
        foreach (var tenant in await context.Tenants.Select(TenantDirectory.ToInfo).ToListAsync(cancellationToken))
        {
            await runner.RunAsync(tenant, async (services, token) => renewed += await RenewAsync(services.GetRequiredService<SatcomDbContext>(), tenant.Id, token), cancellationToken);
        }

        LogRenewed(logger, renewed);
    }

    private async Task<int> RenewAsync(SatcomDbContext db, Guid tenantId, CancellationToken cancellationToken)
    {
        var (renewed, last) = (0, Guid.Empty);
        while (true)
        {
            var users = await db.Users.AsNoTracking().Where(u => u.Id.CompareTo(last) > 0).OrderBy(u => u.Id).Take(BatchSize)
                .Select(u => new { u.Id, u.NormalizedEmail }).ToListAsync(cancellationToken);
            if (users.Count == 0)
            {
                return renewed;
            }

            var pairs = users.Select(u => keys.All(u.NormalizedEmail)).SelectMany(hashes => hashes.Skip(1).Select(old => (Old: old, New: hashes[0]))).ToList();
            renewed += await db.Database.ExecuteSqlRawAsync(
                RenewSql,
                [
                    new NpgsqlParameter("old", NpgsqlDbType.Array | NpgsqlDbType.Bytea) { Value = pairs.Select(p => p.Old).ToArray() },
                    new NpgsqlParameter("new", NpgsqlDbType.Array | NpgsqlDbType.Bytea) { Value = pairs.Select(p => p.New).ToArray() },
                    new NpgsqlParameter("tenant", NpgsqlDbType.Uuid) { Value = tenantId },
                ],
                cancellationToken);
            last = users[^1].Id;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The sign-in directory is keyed by the newest key-encryption key; {Count} entries were rewritten.")]
    private static partial void LogRenewed(ILogger logger, int count);
}
