using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Identity;

/// <summary>Signs a person in on a device.</summary>
/// <param name="Email">The account's address.</param>
/// <param name="Password">Its password.</param>
/// <param name="Tenant">The tenant's slug; without it the host, the X-Tenant header or the address decides.</param>
/// <param name="Device">The device that the session belongs to.</param>
[Anonymous]
[NoReplay]
[AuditAction("auth.login")]
[Fails<InvalidCredentials>]
[Fails<RateLimited>]
public sealed record LoginCommand(string Email, string Password, string? Tenant, DeviceInfo? Device) : ICommand<TokenAnswer>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(LoginCommand);
}

/// <summary>What a client says of its device.</summary>
/// <param name="Fingerprint">Stable per installation; a hint, never a proof.</param>
/// <param name="Name">What the person calls it, such as "Aisha's phone".</param>
/// <param name="Platform">ios, android, web and so on.</param>
public sealed record DeviceInfo(string? Fingerprint, string? Name, string? Platform);

internal sealed class LoginValidator : AbstractValidator<LoginCommand>
{
    private const int PasswordMaxLength = 128;
    private const int FingerprintMaxLength = 200;

    public LoginValidator()
    {
        RuleFor(c => c.Email).NotEmpty().MaximumLength(User.EmailMaxLength);
        RuleFor(c => c.Password).NotEmpty().MaximumLength(PasswordMaxLength);
        RuleFor(c => c.Tenant).MaximumLength(Tenant.SlugMaxLength);
        RuleFor(c => c.Device!.Fingerprint).MaximumLength(FingerprintMaxLength).When(c => c.Device is not null);
        RuleFor(c => c.Device!.Name).MaximumLength(Session.DeviceNameMaxLength).When(c => c.Device is not null);
        RuleFor(c => c.Device!.Platform).MaximumLength(Session.PlatformMaxLength).When(c => c.Device is not null);
    }
}

internal sealed class LoginHandler(
    ISatcomDb db, RequestScope scope, ISignInTenants tenants, IAttemptLimits limits, PasswordGate passwords, SessionTokens tokens, IAuditTrail audit, TimeProvider time)
    : IRequestHandler<LoginCommand, Result<TokenAnswer>>
{
    public async Task<Result<TokenAnswer>> Handle(LoginCommand request, CancellationToken cancellationToken)
    {
        if (await limits.ClaimAddressAsync(cancellationToken) is { } limited)
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
        var subject = new AttemptSubject(place.IsFound ? place.Tenant?.Id : null, email, KnownDevice: null);

        // The password is hashed whether or not there is an account, so that the time tells nothing.
        var isRight = await passwords.IsRightAsync(subject, user?.PasswordHash, request.Password, cancellationToken);
        if (!isRight || user is not { Status: UserStatus.Active } || scope.Tenant.Status != TenantStatus.Active)
        {
            await audit.RecordAsync("auth.loginFailed", "user", user?.Id, cancellationToken);
            return new InvalidCredentials();
        }

        await limits.SucceededAsync(subject, cancellationToken);
        scope.Actor = new Actor { Kind = ActorKind.User, UserId = user.Id, DisplayName = user.DisplayName };
        var now = time.GetUtcNow();
        var session = new Session(user.TenantId, time.New(), user.Id, request.Device?.Name ?? "unknown", request.Device?.Platform ?? "unknown", now);
        db.Sessions.Add(session);
        return await tokens.AnswerAsync(user, session, now, cancellationToken);
    }
}
