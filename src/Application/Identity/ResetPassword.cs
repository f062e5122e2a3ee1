using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Identity;

/// <summary>Sets a password with a mailed link. Every session and every trusted device of the person ends.</summary>
/// <param name="Token">What the link carries behind token=.</param>
/// <param name="NewPassword">At least as long as the company asks for, at most 128 characters, and nothing that is easily guessed.</param>
[Anonymous]
[NoReplay]
[AuditAction("auth.passwordReset")]
[Fails<LinkExpired>]
[Fails<RateLimited>]
public sealed record ResetPasswordCommand(string Token, string NewPassword) : IPlainCommand
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ResetPasswordCommand);
}

internal sealed class ResetPasswordValidator : AbstractValidator<ResetPasswordCommand>
{
    private const int TokenMaxLength = 200;

    public ResetPasswordValidator()
    {
        RuleFor(c => c.Token).NotEmpty().MaximumLength(TokenMaxLength);
        RuleFor(c => c.NewPassword).NotEmpty().MaximumCharacters(PasswordRules.MaxLength);
    }
}

internal sealed class ResetPasswordHandler(
    ISatcomDb db, RequestScope scope, ISignInSecrets secrets, ITenantDirectory tenants, PasswordRules rules, IPasswordVerifier passwords, Accesses accesses, SignInDirectory directory, IAttemptLimits limits,
    IMessenger messenger, TimeProvider time)
    : IRequestHandler<ResetPasswordCommand, Result>
{
    private string? _hash;

    public async Task<Result> Handle(ResetPasswordCommand request, CancellationToken cancellationToken)
    {
        if (secrets.Read(SecretKind.Link, request.Token) is not var (tenantId, tokenHash)
            || await tenants.FindAsync(tenantId, cancellationToken) is not { Status: TenantStatus.Active } tenant)
        {
            return new LinkExpired();
        }

        if (scope.NamesUnknownTenant || (scope.HasTenant && scope.Tenant.Id != tenant.Id))
        {
            return new TenantMismatch();
        }

        scope.Enter(tenant);
        var now = time.GetUtcNow();
        if (await db.PasswordLinks.SingleOrDefaultAsync(l => l.TokenHash == tokenHash, cancellationToken) is not { } link)
        {
            return new LinkExpired();
        }

        var user = await db.Users.SingleAsync(u => u.Id == link.UserId, cancellationToken);
        if (!link.IsGood(user, now) || await db.PasswordLinks.AnyAsync(l => l.UserId == link.UserId && l.CreatedAt > link.CreatedAt, cancellationToken))
        {
            return new LinkExpired();
        }

        if (await rules.JudgeAsync(user, request.NewPassword, "newPassword", cancellationToken) is { } fault)
        {
            return fault;
        }

        _hash ??= await passwords.HashAsync(user.TenantId, user.Id, request.NewPassword, cancellationToken);
        link.Use(now);
        user.ChangePassword(_hash, now);
        await accesses.EndAllAsync(user.Id, now, cancellationToken);
        await directory.EnterAsync(user, cancellationToken);
        await ForgetFailuresAsync(user, cancellationToken);
        if (link.Kind == PasswordLinkKind.Reset)
        {
            messenger.Mail(user.Email, user.DisplayName, new PasswordChangedNotice(now));
        }

        return Result.Success;
    }

    /// <summary>Whoever guessed at the old password must not keep its owner from the new one.</summary>
    private async Task ForgetFailuresAsync(User user, CancellationToken cancellationToken)
    {
        // No device is trusted any more, so that none has a counter of its own.
        if (scope.Attempt == 0)
        {
            await limits.ForgetAsync(new AttemptSubject(user.TenantId, user.NormalizedEmail, KnownDevice: null), [DeviceTrust.Recognised], cancellationToken);
        }
    }
}
