using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Identity.Provider;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Identity.Provider;

/// <summary>Spends a client's refresh token for new tokens (RFC 6749, section 6).</summary>
/// <param name="Scope">What of the grant the new access token is for; null for all of it.</param>
[Anonymous]
[NoReplay]
[AuditAction("oauth.refresh")]
public sealed record RefreshGrantCommand(ClientProof Client, string? RefreshToken, string? Scope, string? Resource) : ICommand<TokenReply>, ISpendsRefreshToken
{
    /// <inheritdoc/>
    public override string ToString() => nameof(RefreshGrantCommand);
}

internal sealed class RefreshGrantHandler(ISatcomDb db, RequestScope scope, ClientGate gate, GrantTokens grants, RefreshRotation rotation, ISignInSecrets secrets, TimeProvider time)
    : IRequestHandler<RefreshGrantCommand, Result<TokenReply>>
{
    private static readonly ProtocolRefused NotGood = new(ProtocolError.InvalidGrant, "The refresh token is not good.");

    public async Task<Result<TokenReply>> Handle(RefreshGrantCommand request, CancellationToken cancellationToken)
    {
        if (!(await gate.AuthenticateAsync(request.Client, cancellationToken)).TryGet(out var client, out var refusal))
        {
            return refusal;
        }

        if (!client.Grants.Contains(OAuthGrantTypes.RefreshToken))
        {
            return new ProtocolRefused(ProtocolError.UnauthorizedClient, "The client may not use this grant.");
        }

        if (request.RefreshToken is null)
        {
            return new ProtocolRefused(ProtocolError.InvalidRequest, "The refresh_token is missing.");
        }

        if (secrets.Read(SecretKind.ClientRefresh, request.RefreshToken) is not var (tenantId, hash) || tenantId != scope.Tenant.Id || scope.Tenant.Status != TenantStatus.Active)
        {
            return NotGood;
        }

        var row = await (
            from refreshToken in db.RefreshTokens.AsTracking()
            join family in db.Sessions.AsTracking() on refreshToken.SessionId equals family.Id
            join owner in db.Users on family.UserId equals owner.Id
            join granted in db.OAuthGrants on family.Id equals granted.SessionId
            where refreshToken.TokenHash == hash && granted.OAuthClientId == client.Id
            select new { Token = refreshToken, Session = family, Owner = owner.Status, Grant = granted }).SingleOrDefaultAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (row is null || !row.Session.IsLive(now) || row.Token.ExpiresAt <= now || row.Owner != UserStatus.Active)
        {
            return NotGood;
        }

        var held = row.Grant.Scopes.Intersect(client.Scopes, StringComparer.Ordinal).ToList();
        if (ProviderScopes.Parse(request.Scope) is not { } asked || asked.Except(held, StringComparer.Ordinal).Any())
        {
            return new ProtocolRefused(ProtocolError.InvalidScope, "The scope is more than was granted.");
        }

        if (request.Resource is not null && !string.Equals(request.Resource, row.Grant.Resource, StringComparison.Ordinal))
        {
            return new ProtocolRefused(ProtocolError.InvalidTarget, "The resource is not the one that was granted.");
        }

        scope.Actor = new Actor { Kind = ActorKind.User, UserId = row.Session.UserId, SessionId = row.Session.Id, OAuthClientId = client.Id };
        var (outcome, successor) = await rotation.UseAsync(row.Token, row.Session, at => grants.IssueRefreshToken(row.Session, at), cancellationToken);
        return outcome switch
        {
            RotationOutcome.Granted => await grants.ReplyAsync(client, row.Session, row.Grant, asked.Count == 0 ? held : asked, request.Client.Issuer, successor, nonce: null, now, cancellationToken),
            RotationOutcome.Refused => NotGood,
            RotationOutcome.Reused => new ProtocolRefusedForGood(ProtocolError.InvalidGrant, "The refresh token is not good."),
        };
    }
}
