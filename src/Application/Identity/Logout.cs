using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Ends the caller's session, the session of a refresh token of theirs, or all their sessions. A refresh token says by itself who calls.</summary>
/// <param name="RefreshToken">Names the session; without it the access token's ends. One that is nobody's, or another person's, is refused.</param>
/// <param name="Everywhere">True to end all of them.</param>
[Anonymous]
[NoReplay]
[AuditAction("auth.logout")]
[Fails<Unauthenticated>]
[Fails<RefreshInvalid>]
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

internal sealed class LogoutHandler(ISatcomDb db, RequestScope scope, ITokenIssuer issuer, ITenantDirectory tenants, ISessionWrites sessions, LeaveFeeds feeds, TimeProvider time)
    : IRequestHandler<LogoutCommand, Result>
{
    private bool? _wasSignedIn;

    public async Task<Result> Handle(LogoutCommand request, CancellationToken cancellationToken)
    {
        if (scope.Actor.Kind is ActorKind.PlatformScope or ActorKind.Client || scope.Actor is { IsSignedIn: true, ActsFreely: false })
        {
            // The session lives at home, and the scope's token dies with it; a program's grant is taken back where it was given.
            return new Forbidden();
        }

        if (!(await FindAsync(request, cancellationToken)).TryGet(out var named, out var refusal))
        {
            return refusal;
        }

        sessions.End(new SessionsToEnd(named.UserId, SessionEnd.Logout, time.GetUtcNow()) { Named = request.Everywhere == true ? null : named.SessionId, Grants = GrantsToEnd.ForTheStay });
        if (request.Everywhere == true)
        {
            await feeds.EndAsync(named.UserId, cancellationToken);
        }

        return Result.Success;
    }

    /// <summary>Whose session is meant, and which.</summary>
    private async Task<Result<Named>> FindAsync(LogoutCommand request, CancellationToken cancellationToken)
    {
        var isSignedIn = IsSignedIn();
        if (request.RefreshToken is not { } text)
        {
            return isSignedIn && scope.Actor.SessionId is { } own ? new Named(scope.Actor.UserId, own) : new Unauthenticated();
        }

        if (issuer.ReadRefreshToken(text) is not var (tenantId, hash) || await tenants.FindAsync(tenantId, cancellationToken) is not { } tenant
            || scope.NamesUnknownTenant || (scope.HasTenant && scope.Tenant.Id != tenant.Id))
        {
            return new RefreshInvalid();
        }

        // Its language would tell whoever makes tokens up that there is such a tenant.
        scope.HidesTenant |= !scope.HasTenant;
        scope.Enter(tenant);
        var found = await (from token in db.RefreshTokens
                           where token.TokenHash == hash
                           join session in db.Sessions on token.SessionId equals session.Id
                           join user in db.Users on session.UserId equals user.Id
                           select new { session.Id, session.UserId, user.DisplayName, session.EndedAt, token.SpentAt }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null || (isSignedIn && found.UserId != scope.Actor.UserId))
        {
            return new RefreshInvalid();
        }

        if (!isSignedIn)
        {
            // What is over, or could not be refreshed with, ends no more than its own session.
            if (request.Everywhere == true && (found.EndedAt is not null || found.SpentAt is not null))
            {
                return new RefreshInvalid();
            }

            scope.Actor = new Actor { Kind = ActorKind.User, UserId = found.UserId, SessionId = found.Id, DisplayName = found.DisplayName };
        }

        return new Named(found.UserId, found.Id);
    }

    // A lost race makes the handler run once more, as the one whom the token has named: that is no second caller.
    private bool IsSignedIn() => _wasSignedIn ??= scope.Actor.IsSignedIn;

    private sealed record Named(Guid UserId, Guid SessionId);
}
