namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>What one kind of token must be at one place. Every comparison is exact, byte for byte.</summary>
internal sealed record TokenExpectations
{
    public const string AccessTokenType = "at+jwt";

    public static readonly TimeSpan DefaultClockSkew = TimeSpan.FromSeconds(30);

    public required string Type { get; init; }

    public required string Issuer { get; init; }

    public required string Audience { get; init; }

    /// <summary>Allowed difference between the clocks of two nodes, applied to exp, nbf and iat alike.</summary>
    public TimeSpan ClockSkew { get; init; } = DefaultClockSkew;

    /// <summary>String claims that must be there and not be empty. iss, aud, exp and iat always must.</summary>
    public required IReadOnlyList<string> RequiredClaims { get; init; }

    /// <summary>An access token of RFC 9068, section 2.2.</summary>
    public static TokenExpectations AccessToken(string issuer, string audience) => new()
    {
        Type = AccessTokenType,
        Issuer = issuer,
        Audience = audience,
        RequiredClaims = ["jti", "sub", "client_id"],
    };
}
