using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Identity.Provider;
using Satcom.Application.Tenancy;
using Satcom.Domain.Identity;
using Satcom.Infrastructure.Identity.Provider;
using Satcom.Infrastructure.Identity.Tokens;

namespace Satcom.Infrastructure.Identity;

/// <summary>The one token service, of Satcom's apps and of the provider: access tokens by RFC 9068, id tokens, and refresh tokens that only their hash is kept of.</summary>
internal sealed class TokenIssuer(SigningKeyRing keys, IOptions<TokenOptions> options, TimeProvider time)
    : ITokenIssuer, IPlatformScopeTokens, IProviderTokens
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

    public async Task<IssuedAccessToken> IssueAccessTokenAsync(AccessTokenContent content, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Integrators' libraries know RS256 everywhere (RFC 9068, section 2.1, demands it).
        var key = await keys.ActiveAsync(SigningAlgorithm.Rs256, cancellationToken);
        var token = JwsWriter.Write(key, TokenExpectations.AccessTokenType, (content, options.Value.Audience, now), static (json, state) =>
        {
            var (content, audience, now) = state;
            json.WriteString("iss", content.Issuer);
            json.WriteString("aud", content.Resource ?? audience);
            json.WriteString("sub", content.Subject);
            json.WriteString("client_id", content.ClientId);
            json.WriteString("jti", Guid.CreateVersion7(now));
            json.WriteString("scope", ProviderScopes.Join(content.Scopes));
            json.WriteString("tid", content.TenantId);
            if (content.SessionId is { } session)
            {
                json.WriteString("sid", session);
            }

            WriteProof(json, content.AuthenticatedAt, content.Methods);
            WriteTimes(json, now);
        });
        return new IssuedAccessToken(token, LifetimeSeconds);
    }

    public async Task<string> IssueIdTokenAsync(IdTokenContent content, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = await keys.ActiveAsync(SigningAlgorithm.Rs256, cancellationToken);
        return JwsWriter.Write(key, ProviderTokenReader.IdTokenType, (content, now), static (json, state) =>
        {
            var (content, now) = state;
            json.WriteString("iss", content.Issuer);
            json.WriteString("aud", content.ClientId);
            json.WriteString("sub", content.Subject);
            json.WriteString("sid", content.SessionId);
            if (content.Nonce is { } nonce)
            {
                json.WriteString("nonce", nonce);
            }

            // The left half of the hash (OpenID Connect Core, section 3.1.3.6): it ties the two tokens together.
            json.WriteString("at_hash", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(content.AccessToken)).AsSpan(0, SHA256.HashSizeInBytes / 2)));
            WriteProof(json, content.AuthenticatedAt, content.Methods);
            WriteTimes(json, now);
        });
    }

    private async Task<IssuedAccessToken> IssueAsync(Guid userId, Guid sessionId, Guid tenantId, Guid? homeTenantId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = await keys.ActiveAsync(SigningAlgorithm.Es256, cancellationToken);
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

            WriteTimes(json, now);
        });
        return new IssuedAccessToken(token, LifetimeSeconds);
    }

    private static void WriteTimes(Utf8JsonWriter json, DateTimeOffset now)
    {
        json.WriteNumber("iat", now.ToUnixTimeSeconds());
        json.WriteNumber("exp", now.ToUnixTimeSeconds() + LifetimeSeconds);
    }

    /// <summary>When and how the person proved who they are; of a client for itself there is nothing to say.</summary>
    private static void WriteProof(Utf8JsonWriter json, DateTimeOffset? authenticatedAt, IReadOnlyList<string> methods)
    {
        if (authenticatedAt is not { } at)
        {
            return;
        }

        json.WriteNumber("auth_time", at.ToUnixTimeSeconds());
        json.WriteStartArray("amr");
        foreach (var method in methods)
        {
            json.WriteStringValue(method);
        }

        json.WriteEndArray();
    }
}
