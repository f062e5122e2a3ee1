using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Satcom.Application.Identity;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Identity;

/// <summary>Seals passwords' hashes under the newest key while an older one is configured, after which that one may go.</summary>
internal sealed partial class PasswordHashRenewal(SignInDirectoryKeys keys, PasswordVerifier passwords, TenantUsersWalk users, ILogger<PasswordHashRenewal> logger)
{
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

        var renewed = await users.SumAsync(
            u => new KeyValuePair<Guid, string?>(u.Id, u.PasswordHash),
            (db, tenantId, batch, token) => RenewAsync(
                db,
                tenantId,
                batch.Where(u => u.Value is not null).Select(u => (u.Key, Old: u.Value!, New: passwords.Reseal(new StoredPassword(tenantId, u.Key, u.Value!)))).Where(u => u.New is not null).ToList(),
                token),
            cancellationToken);
        LogRenewed(logger, renewed);
    }

    private static Task<int> RenewAsync(SatcomDbContext db, Guid tenantId, List<(Guid Id, string Old, string? New)> changed, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(
            RenewSql,
            [
                new NpgsqlParameter("ids", NpgsqlDbType.Array | NpgsqlDbType.Uuid) { Value = changed.Select(c => c.Id).ToArray() },
                new NpgsqlParameter("old", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = changed.Select(c => c.Old).ToArray() },
                new NpgsqlParameter("new", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = changed.Select(c => c.New!).ToArray() },
                new NpgsqlParameter("tenant", NpgsqlDbType.Uuid) { Value = tenantId },
            ],
            cancellationToken);

    [LoggerMessage(Level = LogLevel.Information, Message = "Passwords' hashes are sealed by the newest key-encryption key; {Count} were sealed anew.")]
    private static partial void LogRenewed(ILogger logger, int count);
}
