using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Identity;

/// <summary>Who wants to sign in, where and on what.</summary>
/// <param name="Tenant">The tenant's slug; without it the host, the X-Tenant header or the address decides.</param>
internal sealed record SignInRequest(string Email, string Password, string? Tenant, DeviceInfo? Device)
{
    public override string ToString() => nameof(SignInRequest);
}

/// <summary>What a right password leads to.</summary>
internal abstract record SignInOutcome;

/// <summary>A session, of which tokens can be made.</summary>
/// <param name="DeviceToken">The device's new secret, where it is trusted.</param>
internal sealed record SessionStarted(User User, Session Session, string? DeviceToken) : SignInOutcome
{
    public override string ToString() => nameof(SessionStarted);
}

/// <summary>The device must be proved first; there is no session yet.</summary>
internal sealed record DevicePending(DeviceChallengeDto Challenge) : SignInOutcome
{
    public override string ToString() => nameof(DevicePending);
}

/// <summary>
/// The one way from a password to a session, whoever asks: the API's sign-in and the pages of the OpenID provider. Sends nothing and
/// saves nothing by itself.
/// </summary>
internal sealed class SignIn(
    ISatcomDb db, RequestScope scope, ISignInTenants tenants, IPasswordVerifier passwords, DeviceTrust trust, DeviceChallenges challenges, IAuditTrail audit, TimeProvider time)
{
    private string? _provedHash;

    public async Task<Result<SignInOutcome>> StartAsync(SignInRequest request, CancellationToken cancellationToken)
    {
        var email = User.Normalize(request.Email);
        var tenant = await tenants.FindAsync(request.Tenant, email, cancellationToken);
        if (tenant is not null)
        {
            scope.HidesTenant = !scope.HasTenant;
            scope.Enter(tenant);
        }

        // A body that names another tenant than the host finds none, and must not fall back on the host's.
        var user = tenant is not null ? await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == email, cancellationToken) : null;
        if (await JudgeAsync(user, request.Password, cancellationToken) is { } reason)
        {
            scope.AuditReason = reason;
            await audit.RecordAsync("auth.loginFailed", "user", user?.Id, cancellationToken);
            return new InvalidCredentials();
        }

        scope.Actor = new Actor { Kind = ActorKind.User, UserId = user!.Id, DisplayName = user.DisplayName };
        var now = time.GetUtcNow();
        if (passwords.IsOutdated(user.PasswordHash!))
        {
            user.SetPasswordHash(await passwords.HashAsync(request.Password, cancellationToken));
            _provedHash = user.PasswordHash;
        }

        var proof = await trust.JudgeAsync(user, request.Device?.Token, now, cancellationToken);
        if (proof.IsEnough)
        {
            return new SessionStarted(user, trust.Start(user, request.Device, proof.Device?.Id, isCodeProved: false, now), proof.NextToken);
        }

        var challenge = await challenges.OpenAsync(user, request.Device, now, cancellationToken);
        return challenge.TryGet(out var pending, out var error) ? new DevicePending(pending) : error;
    }

    /// <summary>Why nobody may come in, for the audit alone; null when they may.</summary>
    private async Task<string?> JudgeAsync(User? user, string password, CancellationToken cancellationToken)
    {
        // The password is hashed whether or not there is an account, so that the time tells nothing; not again when a race is run again.
        var isProved = _provedHash is not null && string.Equals(_provedHash, user?.PasswordHash, StringComparison.Ordinal);
        if (!isProved && !await passwords.VerifyAsync(user?.PasswordHash, password, cancellationToken))
        {
            return user is null ? "account_unknown" : user.PasswordHash is null ? "password_not_set" : "password_wrong";
        }

        _provedHash = user!.PasswordHash;
        return user.Status != UserStatus.Active ? "account_inactive" : scope.Tenant.Status != TenantStatus.Active ? "tenant_inactive" : null;
    }
}
