using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Ends the caller's session, the session of a refresh token of theirs, or all their sessions.</summary>
/// <param name="RefreshToken">Names another session of the caller's; without it the present one ends.</param>
/// <param name="Everywhere">True to end all of them.</param>
[SignedIn]
[NoReplay]
[AuditAction("auth.logout")]
[Fails<Forbidden>]
public sealed record LogoutCommand(string? RefreshToken, bool? Everywhere) : IPlainCommand
{
    /// <inheritdoc/>
    public override string ToString() => nameof(LogoutCommand);
}

internal sealed class LogoutValidator : AbstractValidator<LogoutCommand>
{
    private const int TokenMaxLength = 200;

    public LogoutValidator() => RuleFor(c => c.RefreshToken).MaximumLength(TokenMaxLength);
}

internal sealed class LogoutHandler(ISatcomDb db, RequestScope scope, ITokenIssuer issuer, ISessionWrites sessions, TimeProvider time) : IRequestHandler<LogoutCommand, Result>
{
    public async Task<Result> Handle(LogoutCommand request, CancellationToken cancellationToken)
    {
        if (scope.Actor.Kind == ActorKind.PlatformScope)
        {
            // The session lives at home; the scope's token dies with it.
            return new Forbidden();
        }

        var userId = scope.Actor.UserId;
        Guid? sessionId = scope.Actor.SessionId;
        if (request.RefreshToken is { } text)
        {
            // A token that is none of the caller's ends nothing (as RFC 7009, section 2.2, has it).
            sessionId = issuer.ReadRefreshToken(text) is var (_, hash)
                ? await db.RefreshTokens.Where(t => t.TokenHash == hash).Select(t => (Guid?)t.SessionId).SingleOrDefaultAsync(cancellationToken)
                : null;
        }

        if (request.Everywhere == true || sessionId is not null)
        {
            var named = request.Everywhere == true ? null : sessionId;
            sessions.End(new SessionsToEnd(userId, SessionEnd.Logout, time.GetUtcNow()) { Named = named, Grants = GrantsToEnd.ForTheStay });
        }

        return Result.Success;
    }
}
