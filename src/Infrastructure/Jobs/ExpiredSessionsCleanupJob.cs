
namespace Satcom.Infrastructure.Jobs;

/// <summary>Removes refresh tokens, codes and links that have expired, and sessions and trusted devices long after their end.</summary>
internal sealed class ExpiredSessionsCleanupJob(EachTenant tenants, TimeProvider time) : IJobWork
{
    private static readonly TimeSpan TokensKeptFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan SessionsKeptFor = TimeSpan.FromDays(90);

    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (tokensBefore, sessionsBefore) = (now - TokensKeptFor, now - SessionsKeptFor);
        await tenants.RunAsync(
            run,
            async (runner, tenant, token) =>
            {
                run.Count(await runner.DeleteAsync(tenant, db => db.RefreshTokens.Where(t => t.ExpiresAt < tokensBefore).OrderBy(t => t.ExpiresAt), token));
                run.Count(await runner.DeleteAsync(tenant, db => db.AuthorizationCodes.Where(c => c.ExpiresAt < tokensBefore).OrderBy(c => c.ExpiresAt), token));
                run.Count(await runner.DeleteAsync(tenant, db => db.PendingAuthorizations.Where(p => p.ExpiresAt < now).OrderBy(p => p.ExpiresAt), token));
                run.Count(await runner.DeleteAsync(tenant, db => db.ClientAssertions.Where(a => a.ExpiresAt < now).OrderBy(a => a.ExpiresAt), token));
                run.Count(await runner.DeleteAsync(tenant, db => db.DeviceAuthorizations.Where(d => d.ExpiresAt < tokensBefore).OrderBy(d => d.ExpiresAt), token));
                run.Count(await runner.DeleteAsync(tenant, db => db.RevokedTokens.Where(t => t.ExpiresAt < tokensBefore).OrderBy(t => t.ExpiresAt), token));
                run.Count(await runner.DeleteAsync(tenant, db => db.DeviceChallenges.Where(c => c.StartedAt < tokensBefore).OrderBy(c => c.StartedAt), token));
                run.Count(await runner.DeleteAsync(tenant, db => db.PhoneChanges.Where(c => c.ExpiresAt < tokensBefore).OrderBy(c => c.ExpiresAt), token));
                run.Count(await runner.DeleteAsync(tenant, db => db.PasswordLinks.Where(l => l.ExpiresAt < tokensBefore).OrderBy(l => l.ExpiresAt), token));
                run.Count(await runner.DeleteAsync(tenant, db => db.Allowances.Where(a => a.ExpiresAt < now).OrderBy(a => a.ExpiresAt), token));
                run.Count(await runner.DeleteAsync(tenant, db => db.TrustedDevices.Where(d => d.ExpiresAt < sessionsBefore).OrderBy(d => d.ExpiresAt), token));
                run.Count(await runner.DeleteAsync(tenant, db => db.Sessions.Where(s => s.ExpiresAt < sessionsBefore).OrderBy(s => s.ExpiresAt), token));
            },
            cancellationToken);
    }
}
