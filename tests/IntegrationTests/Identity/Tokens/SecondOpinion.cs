using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Satcom.Infrastructure.Identity.Tokens;

namespace Satcom.IntegrationTests.Identity.Tokens;

/// <summary>The widely used library, set as strictly as it can be, on the keys as they are published.</summary>
internal static class SecondOpinion
{
    public static bool Accepts(string token, TokenExpectations expected, SigningKeySet keys) =>
        Accepts(token, expected, new JsonWebKeySet(JsonSerializer.Serialize(keys.Jwks)).GetSigningKeys());

    public static bool Accepts(string token, TokenExpectations expected, IEnumerable<SecurityKey> keys) =>
        new JsonWebTokenHandler().ValidateToken(token, new TokenValidationParameters
        {
            ValidIssuer = expected.Issuer,
            ValidAudience = expected.Audience,
            ValidTypes = [expected.Type],
            ClockSkew = expected.ClockSkew,
            IssuerSigningKeys = keys,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
        }).IsValid;
}
