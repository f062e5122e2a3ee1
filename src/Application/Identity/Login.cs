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
    ISatcomDb db, RequestScope scope, ISignInTenants tenants, IPasswordVerifier passwords, SessionTokens tokens, IAuditTrail audit, TimeProvider time)
    : IRequestHandler<LoginCommand, Result<TokenAnswer>>
{
    public async Task<Result<TokenAnswer>> Handle(LoginCommand request, CancellationToken cancellationToken)
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

        // The password is hashed whether or not there is an account, so that the time tells nothing.
        var isRight = await passwords.VerifyAsync(user?.PasswordHash, request.Password, cancellationToken);
        if (!isRight || user is not { Status: UserStatus.Active } || scope.Tenant.Status != TenantStatus.Active)
        {
            await audit.RecordAsync("auth.loginFailed", "user", user?.Id, cancellationToken);
            return new InvalidCredentials();
        }

        scope.Actor = new Actor { Kind = ActorKind.User, UserId = user.Id, DisplayName = user.DisplayName };
        var now = time.GetUtcNow();
        var session = new Session(user.TenantId, time.New(), user.Id, request.Device?.Name ?? "unknown", request.Device?.Platform ?? "unknown", now);
        db.Sessions.Add(session);
        return await tokens.AnswerAsync(user, session, now, cancellationToken);
    }
}
