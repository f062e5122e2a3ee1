using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Satcom.Application.Common;
using Satcom.Infrastructure.Persistence;
using Satcom.Infrastructure.Tenancy;

namespace Satcom.Infrastructure.Identity;

/// <summary>Seals passwords' hashes under the newest key while an older one is configured, after which that one may go.</summary>
internal sealed partial class PasswordHashRenewal(
    SignInDirectoryKeys keys, PasswordVerifier passwords, ITenantRunner runner, IDbContextFactory<SatcomDbContext> contexts, ILogger<PasswordHashRenewal> logger)
{
    private const int BatchSize = 500;

    // A password that was changed meanwhile stays.
    private const string RenewSql =
        """
        UPDATE users SET password_hash = hashes.new FROM unnest(@ids, @old, @new) AS hashes (id, old, new)
        WHERE tenant_id = @tenant AND users.id = hashes.id AND password_hash = hashes.old
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
            var users = await db.Users.AsNoTracking().Where(u => u.PasswordHash != null && u.Id.CompareTo(last) > 0).OrderBy(u => u.Id).Take(BatchSize)
                .Select(u => new { u.Id, Hash = u.PasswordHash! }).ToListAsync(cancellationToken);
            if (users.Count == 0)
            {
                return renewed;
            }

            var changed = users.Select(u => (u.Id, Old: u.Hash, New: passwords.Reseal(u.Hash))).Where(u => u.New is not null).ToList();
            renewed += await db.Database.ExecuteSqlRawAsync(
                RenewSql,
                [
                    new NpgsqlParameter("ids", NpgsqlDbType.Array | NpgsqlDbType.Uuid) { Value = changed.Select(c => c.Id).ToArray() },
                    new NpgsqlParameter("old", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = changed.Select(c => c.Old).ToArray() },
                    new NpgsqlParameter("new", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = changed.Select(c => c.New!).ToArray() },
                    new NpgsqlParameter("tenant", NpgsqlDbType.Uuid) { Value = tenantId },
                ],
                cancellationToken);
            last = users[^1].Id;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Passwords' hashes are sealed by the newest key-encryption key; {Count} were sealed anew.")]
    private static partial void LogRenewed(ILogger logger, int count);
}
