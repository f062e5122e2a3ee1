using Satcom.Application.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>The tokens of what a person granted a client; the code, the refresh and the device share them.</summary>
internal sealed class GrantTokens(ISatcomDb db, ISignInSecrets secrets, ISessionWrites sessions, IProviderTokens tokens, TimeProvider time)
{
    /// <summary>Opens the session that a client's tokens descend in.</summary>
    /// <param name="version">The version of the person's account when it was judged.</param>
    public (Session Session, OAuthGrant Grant) Open(
        OAuthClient client, Guid userId, uint version, Guid? browserSessionId, IReadOnlyList<string> scopes, string? resource, DateTimeOffset authenticatedAt, IReadOnlyList<string> methods, DateTimeOffset now)
    {
        var session = new Session(client.TenantId, time.New(), userId, client.Name, "oauth", now);
        session.InheritProof(authenticatedAt);
        var grant = new OAuthGrant(client.TenantId, session.Id, client.Id, browserSessionId, scopes, resource, authenticatedAt, methods);
        db.Sessions.Add(session);
        db.OAuthGrants.Add(grant);
        sessions.Start(session, version);
        return (session, grant);
    }

    /// <summary>True when the client gets a refresh token: it is allowed the grant, and the person granted it for longer than they stay.</summary>
    public static bool IsLasting(OAuthClient client, IReadOnlyList<string> scopes) =>
        client.Grants.Contains(OAuthGrantTypes.RefreshToken) && scopes.Contains(ProviderScopes.OfflineAccess, StringComparer.Ordinal);

    /// <summary>A new refresh token of a client's session.</summary>
    public (string Token, RefreshToken Row) IssueRefreshToken(Session session, DateTimeOffset now)
    {
        var (token, hash) = secrets.Create(SecretKind.ClientRefresh, session.TenantId);
        return (token, new RefreshToken(session.TenantId, time.New(), session.Id, hash, now));
    }

    /// <summary>The first tokens of a session that has just been opened.</summary>
    public Task<TokenReply> FirstAsync(OAuthClient client, Session session, OAuthGrant grant, string issuer, string? nonce, DateTimeOffset now, CancellationToken cancellationToken)
    {
        string? refreshToken = null;
        if (IsLasting(client, grant.Scopes))
        {
            (refreshToken, var row) = IssueRefreshToken(session, now);
            db.RefreshTokens.Add(row);
        }

        return ReplyAsync(client, session, grant, grant.Scopes, issuer, refreshToken, nonce, now, cancellationToken);
    }

    /// <summary>The answer for a session's grant.</summary>
    /// <param name="scopes">What of the grant the access token is for.</param>
    public async Task<TokenReply> ReplyAsync(
        OAuthClient client, Session session, OAuthGrant grant, IReadOnlyList<string> scopes, string issuer, string? refreshToken, string? nonce, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var subject = session.UserId.ToString();
        var access = await tokens.IssueAccessTokenAsync(
            new AccessTokenContent(issuer, grant.Resource, subject, client.ClientId, session.Id, client.TenantId, scopes, grant.AuthenticatedAt, grant.Methods), now, cancellationToken);
        var idToken = scopes.Contains(ProviderScopes.OpenId, StringComparer.Ordinal)
            ? await tokens.IssueIdTokenAsync(
                new IdTokenContent(issuer, subject, client.ClientId, grant.ParentSessionId ?? session.Id, nonce, grant.AuthenticatedAt, grant.Methods, access.Token), now, cancellationToken)
            : null;
        return new TokenReply(access.Token, access.ExpiresIn, ProviderScopes.Join(scopes), refreshToken, idToken);
    }
}
