using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Tenancy;
using Satcom.Domain.Identity;
using Satcom.Infrastructure.Identity.Tokens;

namespace Satcom.Infrastructure.Identity;

/// <summary>Access tokens by RFC 9068, and refresh tokens that only their hash is kept of.</summary>
internal sealed class TokenIssuer(SigningKeyRing keys, IOptions<TokenOptions> options, TimeProvider time) : ITokenIssuer, IPlatformScopeTokens
{
    /// <summary>The client_id of Satcom's own apps.</summary>
    public const string FirstPartyClient = "satcom-app";

    /// <summary>The claim that names the tenant in which a platform administrator's session lives.</summary>
    public const string HomeTenantClaim = "htid";

    /// <summary>Seconds that an access token lives.</summary>
    private const int LifetimeSeconds = 600;

    public Task<IssuedAccessToken> IssueAccessTokenAsync(User user, Session session, DateTimeOffset now, CancellationToken cancellationToken) =>
        IssueAsync(user.Id, session.Id, session.TenantId, homeTenantId: null, now, cancellationToken);

    public Task<IssuedAccessToken> IssueAsync(Actor actor, Guid homeTenantId, TenantInfo target, CancellationToken cancellationToken) =>
        IssueAsync(actor.UserId, actor.SessionId, target.Id, homeTenantId, time.GetUtcNow(), cancellationToken);

    public (string Token, RefreshToken Row) IssueRefreshToken(Session session, DateTimeOffset now)
    {
        var token = OpaqueToken.Create(OpaqueToken.RefreshPrefix, session.TenantId);
        return (token.Reveal(), new RefreshToken(session.TenantId, Guid.CreateVersion7(now), session.Id, token.Hash.ToArray(), now));
    }

    public (Guid TenantId, byte[] Hash)? ReadRefreshToken(string token) =>
        OpaqueToken.TryParse(token, OpaqueToken.RefreshPrefix, out var read) ? (read.TenantId, read.Hash.ToArray()) : null;

    private async Task<IssuedAccessToken> IssueAsync(Guid userId, Guid sessionId, Guid tenantId, Guid? homeTenantId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = await keys.ActiveAsync(cancellationToken);
        var claims = (options.Value, userId, sessionId, tenantId, homeTenantId, now);
        var token = JwsWriter.Write(key, TokenExpectations.AccessTokenType, claims, static (json, c) =>
        {
            var (settings, userId, sessionId, tenantId, homeTenantId, now) = c;
            json.WriteString("iss", settings.Issuer);
            json.WriteString("aud", settings.Audience);
            json.WriteString("sub", userId);
            json.WriteString("client_id", FirstPartyClient);
            json.WriteString("jti", Guid.CreateVersion7(now));
            json.WriteString("sid", sessionId);
            json.WriteString("tid", tenantId);
            if (homeTenantId is { } home)
            {
                json.WriteString(HomeTenantClaim, home);
            }

            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", now.ToUnixTimeSeconds() + LifetimeSeconds);
        });
        return new IssuedAccessToken(token, LifetimeSeconds);
    }
}
