using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>Tells the owner or the audience of a token whether it works now (RFC 7662); everybody else that it does not.</summary>
[Anonymous]
public sealed record IntrospectTokenQuery(ClientProof Client, string Token) : IQuery<Introspection>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(IntrospectTokenQuery);
}

/// <summary>What is known of a token.</summary>
/// <param name="Token">Null when it does not work, or not for the asker.</param>
/// <param name="Username">The person's address, where the token is about a person and was granted the scope email.</param>
public sealed record Introspection(InspectedToken? Token, string? Username = null)
{
    public static readonly Introspection Inactive = new(Token: null);
}

internal sealed class IntrospectTokenHandler(ISatcomDb db, RequestScope scope, ClientGate gate, IProviderTokenReader tokens, ISignInSecrets secrets, TimeProvider time)
    : IRequestHandler<IntrospectTokenQuery, Result<Introspection>>
{
    public async Task<Result<Introspection>> Handle(IntrospectTokenQuery request, CancellationToken cancellationToken)
    {
        if (!(await gate.AuthenticateAsync(request.Client, cancellationToken)).TryGet(out var client, out var refusal))
        {
            return refusal;
        }

        if (client.Kind == OAuthClientKind.Public)
        {
            return new ProtocolRefused(ProtocolError.UnauthorizedClient, "A public client proves nothing, so it may not ask.");
        }

        if (request.Token.Length > TokenLimits.MaxLength)
        {
            return Introspection.Inactive;
        }

        return secrets.Read(SecretKind.ClientRefresh, request.Token) is var (tenantId, hash)
            ? tenantId == scope.Tenant.Id ? await OfRefreshTokenAsync(client, hash, request.Client.Issuer, cancellationToken) : Introspection.Inactive
            : await OfAccessTokenAsync(client, request.Token, cancellationToken);
    }

    private async Task<Introspection> OfAccessTokenAsync(OAuthClient client, string text, CancellationToken cancellationToken)
    {
        if (await tokens.InspectAsync(text, scope.Tenant.Id, cancellationToken) is not { } token
            || (!string.Equals(token.ClientId, client.ClientId, StringComparison.Ordinal) && !string.Equals(token.Audience, client.ServesResource, StringComparison.Ordinal)))
        {
            return Introspection.Inactive;
        }

        if (token.SessionId is not { } sessionId)
        {
            var isLive = await db.OAuthClients.AnyAsync(
                c => c.ClientId == token.ClientId && c.DisabledAt == null && !db.RevokedTokens.Any(r => r.Id == token.Id), cancellationToken);
            return isLive ? new Introspection(token) : Introspection.Inactive;
        }

        return await OwnerAsync(sessionId, token.ClientId, cancellationToken) is { } owner ? Of(token, owner) : Introspection.Inactive;
    }

    private static Introspection Of(InspectedToken token, string owner) =>
        new(token, ProviderScopes.Parse(token.Scope)?.Contains(ProviderScopes.Email, StringComparer.Ordinal) == true ? owner : null);

    private async Task<Introspection> OfRefreshTokenAsync(OAuthClient client, byte[] hash, string issuer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var row = await (
            from token in db.RefreshTokens.AsNoTracking()
            join grant in db.OAuthGrants on token.SessionId equals grant.SessionId
            join session in db.Sessions on grant.SessionId equals session.Id
            where token.TokenHash == hash && token.SpentAt == null && token.ExpiresAt > now && grant.OAuthClientId == client.Id
            select new { token.Id, token.CreatedAt, token.ExpiresAt, grant.Scopes, grant.SessionId, session.UserId }).SingleOrDefaultAsync(cancellationToken);
        if (row is null || await OwnerAsync(row.SessionId, client.ClientId, cancellationToken) is not { } owner)
        {
            return Introspection.Inactive;
        }

        var described = new InspectedToken(
            issuer, client.ClientId, row.UserId.ToString(), client.ClientId, row.SessionId, row.Id, ProviderScopes.Join(row.Scopes), row.CreatedAt, row.ExpiresAt);
        return Of(described, owner);
    }

    /// <summary>The address of the person whose session and account are live and whose client is enabled.</summary>
    private async Task<string?> OwnerAsync(Guid sessionId, string clientId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await (
            from session in db.Sessions.AsNoTracking()
            join user in db.Users on session.UserId equals user.Id
            join grant in db.OAuthGrants on session.Id equals grant.SessionId
            join client in db.OAuthClients on grant.OAuthClientId equals client.Id
            where session.Id == sessionId && session.EndedAt == null && session.ExpiresAt > now && user.Status == UserStatus.Active && client.DisabledAt == null && client.ClientId == clientId
            select user.Email).SingleOrDefaultAsync(cancellationToken);
    }
}
