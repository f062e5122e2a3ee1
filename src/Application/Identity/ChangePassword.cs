using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.Application.Notifications;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Changes the caller's password. Their other sessions end, and their link to approved leave.</summary>
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
    ISatcomDb db, RequestScope scope, IAttemptLimits limits, PresentPassword present, PasswordRules rules, IPasswordVerifier passwords, ISessionWrites sessions, LeaveFeeds feeds, IMessenger messenger, TimeProvider time)
    : IRequestHandler<ChangePasswordCommand, Result>
{
    /// <summary>Present passwords that are shown here in one session, right and wrong ones.</summary>
    internal static readonly Quota Tries = new("passwordChange", 10, TimeSpan.FromHours(1));

    private string? _hash;

    public async Task<Result> Handle(ChangePasswordCommand request, CancellationToken cancellationToken)
    {
        if (scope.Actor.Kind == ActorKind.PlatformScope)
        {
            // The account lives at home.
            return new Forbidden();
        }

        var (me, sessionId, now) = (scope.Actor.UserId, scope.Actor.SessionId, time.GetUtcNow());
        if (await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == sessionId && s.UserId == me && s.EndedAt == null, cancellationToken) is not { } session)
        {
            return new Unauthenticated();
        }

        var user = await db.Users.SingleAsync(u => u.Id == me, cancellationToken);
        if (_hash is null && await rules.JudgeAsync(user, request.NewPassword, "newPassword", cancellationToken) is { } fault)
        {
            return fault;
        }

        if (scope.Attempt == 0 && await limits.TakeAsync(Tries, sessionId.ToString(), cancellationToken) is { } limited)
        {
            return limited;
        }

        if (await present.ProveAsync(user, session, request.CurrentPassword, "auth.passwordChangeRefused", now, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        _hash ??= await passwords.HashAsync(user.TenantId, user.Id, request.NewPassword, cancellationToken);
        sessions.DependOnLive(me, sessionId);
        user.ChangePassword(_hash, now);
        if (request.KeepOtherSessions == true)
        {
            // Those rest on a password that was right then; a sign-in that waits for its code would begin with one that is nobody's any more.
            sessions.SettleChallenges(me, SessionEnd.PasswordChanged, now);
        }
        else
        {
            sessions.End(new SessionsToEnd(me, SessionEnd.PasswordChanged, now) { Except = sessionId });
            await feeds.EndAsync(me, cancellationToken);
        }

        messenger.Mail(user.Email, user.DisplayName, new PasswordChangedNotice(now));
        return Result.Success;
    }
}
