using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Identity;

/// <summary>Spends a refresh token for new tokens of its session.</summary>
/// <param name="RefreshToken">As the last answer gave it.</param>
[Anonymous]
[NoReplay]
[AuditAction("auth.refresh")]
[Fails<RefreshInvalid>]
[Fails<RefreshReused>]
public sealed record RefreshCommand(string RefreshToken) : ICommand<TokenAnswer>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(RefreshCommand);
}

internal sealed class RefreshValidator : AbstractValidator<RefreshCommand>
{
    private const int TokenMaxLength = 200;

    public RefreshValidator() => RuleFor(c => c.RefreshToken).NotEmpty().MaximumLength(TokenMaxLength);
}

internal sealed class RefreshHandler(ISatcomDb db, RequestScope scope, ITokenIssuer issuer, ITenantDirectory tenants, SessionTokens tokens, TimeProvider time)
    : IRequestHandler<RefreshCommand, Result<TokenAnswer>>
{
    public async Task<Result<TokenAnswer>> Handle(RefreshCommand request, CancellationToken cancellationToken)
    {
        if (issuer.ReadRefreshToken(request.RefreshToken) is not var (tenantId, hash)
            || await tenants.FindAsync(tenantId, cancellationToken) is not { Status: TenantStatus.Active } tenant)
        {
            return new RefreshInvalid();
        }

        if (scope.HasTenant && scope.Tenant.Id != tenant.Id)
        {
            return new TenantMismatch();
        }

        scope.Enter(tenant);
        var now = time.GetUtcNow();
        if (await db.RefreshTokens.SingleOrDefaultAsync(t => t.TokenHash == hash, cancellationToken) is not { } token)
        {
            return new RefreshInvalid();
        }

        var session = await db.Sessions.SingleAsync(s => s.Id == token.SessionId, cancellationToken);
        var user = await db.Users.SingleAsync(u => u.Id == session.UserId, cancellationToken);
        scope.Actor = new Actor { Kind = ActorKind.User, UserId = user.Id, SessionId = session.Id, DisplayName = user.DisplayName };
        if (token.SpentAt is not null)
        {
            // Somebody holds a copy: nobody keeps this session. Of two parallel uses the loser comes here too.
            session.End(SessionEnd.RefreshReused, now);
            return new RefreshReused();
        }

        if (!session.IsLive(now) || token.ExpiresAt <= now || user.Status != UserStatus.Active)
        {
            return new RefreshInvalid();
        }

        token.Spend(now);
        session.Touch(now);
        return await tokens.AnswerAsync(user, session, now, cancellationToken);
    }
}
