using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Changes the caller's password. Their other sessions end.</summary>
/// <param name="CurrentPassword">The present one.</param>
/// <param name="NewPassword">At least as long as the company asks for, at most 128 characters, and nothing that is easily guessed.</param>
/// <param name="KeepOtherSessions">True to leave the other sessions alive.</param>
[SignedIn]
[NoReplay]
[AuditAction("auth.passwordChange")]
[Fails<PasswordWrong>]
[Fails<Forbidden>]
[Fails<RateLimited>]
public sealed record ChangePasswordCommand(string CurrentPassword, string NewPassword, bool? KeepOtherSessions = null) : IPlainCommand
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ChangePasswordCommand);
}

internal sealed class ChangePasswordValidator : AbstractValidator<ChangePasswordCommand>
{
    public ChangePasswordValidator()
    {
        RuleFor(c => c.CurrentPassword).NotEmpty().MaximumCharacters(PasswordRules.MaxLength);
        RuleFor(c => c.NewPassword).NotEmpty().MaximumCharacters(PasswordRules.MaxLength);
    }
}

internal sealed class ChangePasswordHandler(
    ISatcomDb db, RequestScope scope, Allowances allowances, PasswordRules rules, IPasswordVerifier passwords, Accesses accesses, IAuditTrail audit, IMessenger messenger, TimeProvider time)
    : IRequestHandler<ChangePasswordCommand, Result>
{
    private string? _hash;

    public async Task<Result> Handle(ChangePasswordCommand request, CancellationToken cancellationToken)
    {
        if (scope.Actor.Kind == ActorKind.PlatformScope)
        {
            // The account lives at home.
            return new Forbidden();
        }

        var now = time.GetUtcNow();
        var me = scope.Actor.UserId;
        var user = await db.Users.SingleAsync(u => u.Id == me, cancellationToken);
        if (await allowances.TakeAsync(Allowances.PasswordTry, me.ToString(), now, cancellationToken) is { } wait)
        {
            return new RateLimited(wait);
        }

        if (_hash is null)
        {
            if (!await passwords.VerifyAsync(user.PasswordHash, request.CurrentPassword, cancellationToken))
            {
                scope.AuditReason = "password_wrong";
                await audit.RecordAsync("auth.passwordChangeRefused", "user", me, cancellationToken);
                return new PasswordWrong();
            }

            if (await rules.JudgeAsync(user, request.NewPassword, "newPassword", cancellationToken) is { } fault)
            {
                return fault;
            }

            _hash = await passwords.HashAsync(request.NewPassword, cancellationToken);
        }

        user.ChangePassword(_hash, now);
        if (request.KeepOtherSessions != true)
        {
            await accesses.EndSessionsAsync(me, except: scope.Actor.SessionId, now, cancellationToken);
        }

        messenger.Mail(user.Email, user.DisplayName, new PasswordChangedNotice(now));
        return Result.Success;
    }
}
