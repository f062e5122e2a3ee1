namespace Satcom.Domain.Identity.Provider;

/// <summary>A client's public key as a JWK (RFC 7517): RSA of 2048 to 4096 bits for RS256, or EC on P-256 for ES256.</summary>
/// <param name="Kty">RSA or EC.</param>
/// <param name="Kid">Its name, which assertions must give; its RFC 7638 thumbprint unless it is given.</param>
/// <param name="Alg">RS256 or ES256; what fits the key unless it is given.</param>
/// <param name="Use">sig.</param>
/// <param name="N">The modulus of an RSA key, base64url.</param>
/// <param name="E">The exponent of an RSA key, base64url.</param>
/// <param name="Crv">The curve of an EC key: P-256.</param>
/// <param name="X">The x of an EC key, base64url of 32 bytes.</param>
/// <param name="Y">The y of an EC key, base64url of 32 bytes.</param>
public sealed record ClientKey(
    string Kty, string? Kid = null, string? Alg = null, string? Use = null, string? N = null, string? E = null, string? Crv = null, string? X = null, string? Y = null)
{
    public const int KidMaxLength = 100;
}
