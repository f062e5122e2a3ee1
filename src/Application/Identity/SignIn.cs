using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
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
/// saves nothing by itself. Judges in this order: address, account, password, state, device.
/// </summary>
internal sealed class SignIn(
    ISatcomDb db, RequestScope scope, ISignInTenants tenants, IAttemptLimits limits, PasswordGate gate, IPasswordVerifier passwords, ISessionWrites sessions, DeviceTrust trust, DeviceChallenges challenges,
    IMessenger messenger, IAuditTrail audit, TimeProvider time)
{
    /// <summary>So many failures before a right password are worth telling its owner.</summary>
    private const int NotableFailures = 5;

    // What was judged on the first run is not judged again when a lost race makes the handler run once more.
    private string? _provedHash;
    private AttemptHistory? _history;

    public async Task<Result<SignInOutcome>> StartAsync(SignInRequest request, CancellationToken cancellationToken)
    {
        if (_history is null && await limits.ClaimAddressAsync(cancellationToken) is { } limited)
        {
            return limited;
        }

        var email = User.Normalize(request.Email);
        var place = await tenants.FindAsync(request.Tenant, email, cancellationToken);
        if (place.Tenant is { } tenant)
        {
            scope.HidesTenant |= !scope.HasTenant;
            scope.Enter(tenant);
        }

        // Whoever must not be found is looked for, and written down, all the same: the time tells nothing.
        var user = await db.Users.SingleOrDefaultAsync(u => place.IsFound && u.NormalizedEmail == email, cancellationToken);
        var now = time.GetUtcNow();
        var shown = await trust.FindAsync(user, request.Device?.Token, now, cancellationToken);
        var subject = new AttemptSubject(place.IsFound ? place.Tenant?.Id : null, email, shown?.CountedAs);
        if (await JudgeAsync(subject, user, request.Password, cancellationToken) is { } reason)
        {
            scope.AuditReason = reason;
            // As with the attempt itself: whoever hangs up is written down all the same.
            await audit.RecordAsync("auth.loginFailed", "user", user?.Id, CancellationToken.None);
            return new InvalidCredentials();
        }

        // What follows holds for the password that was proved: where it is changed before the commit, the handler runs again.
        sessions.DependOn(user!.Id, user.Version);
        _history ??= await limits.SucceededAsync(subject, CancellationToken.None);
        scope.Actor = new Actor { Kind = ActorKind.User, UserId = user.Id, DisplayName = user.DisplayName };
        if (passwords.IsOutdated(StoredPassword.Of(user)!))
        {
            user.SetPasswordHash(await passwords.HashAsync(user.TenantId, user.Id, request.Password, cancellationToken));
        }

        if (_history.FailuresBefore >= NotableFailures)
        {
            messenger.Mail(user.Email, user.DisplayName, new ManyFailuresNotice(_history.FailuresBefore, now));
        }

        var proof = trust.Judge(user, shown, _history.WantsMoreProof, now);
        if (proof.IsEnough)
        {
            if (proof.Device is null)
            {
                await trust.TellOfNewAsync(user, shown, request.Device, now, cancellationToken);
            }

            return new SessionStarted(user, trust.Start(user, request.Device, proof.Device?.Id, isCodeProved: false, now), proof.NextToken);
        }

        var challenge = await challenges.OpenAsync(user, request.Device, trust.KnownBy(user, shown, request.Device), now, cancellationToken);
        return challenge.TryGet(out var pending, out var error) ? new DevicePending(pending) : error;
    }

    /// <summary>Why nobody may come in, for the audit alone; null when they may.</summary>
    private async Task<string?> JudgeAsync(AttemptSubject subject, User? user, string password, CancellationToken cancellationToken)
    {
        // The password is hashed whether or not there is an account, so that the time tells nothing.
        var isProved = _provedHash is not null && string.Equals(_provedHash, user?.PasswordHash, StringComparison.Ordinal);
        if (!isProved && !await gate.IsRightAsync(subject, StoredPassword.Of(user), password, cancellationToken))
        {
            return user is null ? "account_unknown" : user.PasswordHash is null ? "password_not_set" : "password_wrong";
        }

        _provedHash = user!.PasswordHash;
        var closed = user.Status != UserStatus.Active ? "account_inactive" : scope.Tenant.Status != TenantStatus.Active ? "tenant_inactive" : null;
        if (closed is not null && !isProved)
        {
            // It counts and costs as a wrong password: neither the limit nor the time tells that this one is right.
            await limits.FailedAsync(subject, CancellationToken.None);
        }

        return closed;
    }
}
