using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Identity;

/// <summary>Rewrites the sign-in directory's entries under the newest key while an older one is configured, after which that one may go.</summary>
internal sealed partial class SignInDirectoryRenewal(SignInDirectoryKeys keys, TenantUsersWalk users, ILogger<SignInDirectoryRenewal> logger)
{
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

        var renewed = await users.SumAsync(u => u.NormalizedEmail, RenewAsync, cancellationToken);
        LogRenewed(logger, renewed);
    }

    private Task<int> RenewAsync(SatcomDbContext db, Guid tenantId, IReadOnlyList<string> addresses, CancellationToken cancellationToken)
    {
        var pairs = addresses.Select(keys.All).SelectMany(hashes => hashes.Skip(1).Select(old => (Old: old, New: hashes[0]))).ToList();
        return db.Database.ExecuteSqlRawAsync(
            RenewSql,
            [
                new NpgsqlParameter("old", NpgsqlDbType.Array | NpgsqlDbType.Bytea) { Value = pairs.Select(p => p.Old).ToArray() },
                new NpgsqlParameter("new", NpgsqlDbType.Array | NpgsqlDbType.Bytea) { Value = pairs.Select(p => p.New).ToArray() },
                new NpgsqlParameter("tenant", NpgsqlDbType.Uuid) { Value = tenantId },
            ],
            cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The sign-in directory is keyed by the newest key-encryption key; {Count} entries were rewritten.")]
    private static partial void LogRenewed(ILogger logger, int count);
}
