using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Proves once more who the caller is, for what asks for a recent proof. The session and its tokens go on.</summary>
/// <param name="Password">The caller's password.</param>
[SignedIn]
[NoReplay]
[AuditAction("auth.reauthenticate")]
[Fails<PasswordWrong>]
[Fails<Forbidden>]
[Fails<RateLimited>]
public sealed record ReauthenticateCommand(string Password) : IPlainCommand
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ReauthenticateCommand);
}

internal sealed class ReauthenticateValidator : AbstractValidator<ReauthenticateCommand>
{
    public ReauthenticateValidator() => RuleFor(c => c.Password).NotEmpty().MaximumCharacters(PasswordRules.MaxLength);
}

internal sealed class ReauthenticateHandler(ISatcomDb db, RequestScope scope, PresentPassword password, TimeProvider time) : IRequestHandler<ReauthenticateCommand, Result>
{
    public async Task<Result> Handle(ReauthenticateCommand request, CancellationToken cancellationToken)
    {
        if (scope.Actor.Kind == ActorKind.PlatformScope)
        {
            // The account lives at home.
            return new Forbidden();
        }

        var (me, sessionId, now) = (scope.Actor.UserId, scope.Actor.SessionId, time.GetUtcNow());
        var session = await db.Sessions.AsTracking().SingleAsync(s => s.Id == sessionId && s.UserId == me, cancellationToken);
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == me, cancellationToken);
        if (await password.ProveAsync(user, session, request.Password, "auth.reauthenticationFailed", now, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        session.Prove(now);
        return Result.Success;
    }
}
