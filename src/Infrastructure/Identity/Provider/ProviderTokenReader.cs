using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.Identity.Provider;
using Satcom.Infrastructure.Identity.Tokens;

namespace Satcom.Infrastructure.Identity.Provider;

/// <summary>Reads back what the token service has signed, whoever it was for.</summary>
internal sealed class ProviderTokenReader(SigningKeyRing keys, TenantIssuers issuers, ITenantDirectory tenants, IOptions<TokenOptions> options, TimeProvider time) : IProviderTokenReader
{
    /// <summary>The type of id tokens; access tokens have another, so neither passes for the other.</summary>
    public const string IdTokenType = "JWT";

    /// <summary>The longest that an id token is still a hint.</summary>
    private static readonly TimeSpan HintLife = TimeSpan.FromDays(90);

    /// <summary>The claims of an access token: of the installation's own issuer for Satcom's apps, of the tenant's for everybody else's.</summary>
    /// <param name="audience">Who it must be for; null for anybody.</param>
    public async ValueTask<AccessTokenClaims?> ReadAsync(string token, string? audience, CancellationToken cancellationToken)
    {
        var set = await keys.KeysAsync(cancellationToken);
        var read = JwsReader.Read(token, TokenExpectations.AccessTokenType, set);
        if (read.Value is not { } payload || payload.GetString("iss"u8) is not { } issuer || (audience ?? payload.GetString("aud"u8)) is not { } expected)
        {
            return null;
        }

        var claims = AccessTokenValidator.Judge(payload, TokenExpectations.AccessToken(issuer, expected), time.GetUtcNow()).Value;
        if (claims?.TenantId is not { } tenantId)
        {
            return null;
        }

        var isOwnApp = string.Equals(claims.ClientId, TokenIssuer.FirstPartyClient, StringComparison.Ordinal);
        return string.Equals(issuer, options.Value.Issuer, StringComparison.Ordinal)
            ? isOwnApp ? claims : null
            : !isOwnApp && await tenants.FindAsync(tenantId, cancellationToken) is { } tenant && issuers.Owns(tenant.Slug, issuer) ? claims : null;
    }

    public async ValueTask<InspectedToken?> InspectAsync(string token, Guid tenantId, CancellationToken cancellationToken) =>
        await ReadAsync(token, audience: null, cancellationToken) is { } claims
        && claims.TenantId == tenantId

        // As the API itself has it: the skew is for clocks of others, and this is our own token.
        && claims.ExpiresAt > time.GetUtcNow()
        && !string.Equals(claims.ClientId, TokenIssuer.FirstPartyClient, StringComparison.Ordinal)
        && Guid.TryParseExact(claims.Jti, "D", out var id)
            ? new InspectedToken(claims.Issuer, claims.Audience, claims.Subject, claims.ClientId, claims.SessionId, id, claims.Scope ?? string.Empty, claims.IssuedAt, claims.ExpiresAt)
            : null;

    public async ValueTask<IdTokenHint?> ReadHintAsync(string token, Guid tenantId, CancellationToken cancellationToken)
    {
        var set = await keys.KeysAsync(cancellationToken);
        var read = JwsReader.Read(token, IdTokenType, set);
        if (read.Value is not { } payload
            || await tenants.FindAsync(tenantId, cancellationToken) is not { } tenant
            || payload.GetString("iss"u8) is not { } issuer || !issuers.Owns(tenant.Slug, issuer)
            || payload.GetString("aud"u8) is not { } clientId
            || payload.GetString("sub"u8) is not { } subject
            || !Guid.TryParseExact(payload.GetString("sid"u8), "D", out var sessionId))
        {
            return null;
        }

        var expectations = new TokenExpectations { Type = IdTokenType, Issuer = issuer, Audience = clientId, ClockSkew = HintLife, RequiredClaims = ["sub"] };
        return TokenJudge.Judge(payload, expectations, time.GetUtcNow()).Succeeded ? new IdTokenHint(subject, clientId, sessionId) : null;
    }
}
