using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>Describes a key by its public members and names it by its RFC 7638 thumbprint.</summary>
internal static class PublicJwkFactory
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private const int CoordinateLength = 32;

    /// <exception cref="CryptographicException">The key is not on P-256, or has fewer than 2048 RSA bits.</exception>
    public static PublicJwk Describe(AsymmetricAlgorithm key) => key switch
    {
        ECDsa ec => Describe(ec.ExportParameters(includePrivateParameters: false)),
        RSA { KeySize: >= SigningKeyMaterial.MinRsaBits } rsa => Describe(rsa.ExportParameters(includePrivateParameters: false)),
        _ => throw new CryptographicException($"An RSA signing key needs at least {SigningKeyMaterial.MinRsaBits} bits."),
    };

    private static PublicJwk Describe(ECParameters key)
    {
        if (!key.Curve.IsNamed
            || !string.Equals(key.Curve.Oid.Value ?? new Oid(key.Curve.Oid.FriendlyName!).Value, P256, StringComparison.Ordinal)
            || key.Q.X is not { Length: CoordinateLength }
            || key.Q.Y is not { Length: CoordinateLength })
        {
            throw new CryptographicException("An elliptic curve signing key must be on P-256.");
        }

        var (x, y) = (Base64Url.EncodeToString(key.Q.X), Base64Url.EncodeToString(key.Q.Y));
        return new PublicJwk
        {
            Kty = "EC",
            Alg = SigningAlgorithm.Es256.JoseName(),
            Crv = "P-256",
            X = x,
            Y = y,
            Kid = Thumbprint($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}"""),
        };
    }

    private static PublicJwk Describe(RSAParameters key)
    {
        var (n, e) = (Base64Url.EncodeToString(key.Modulus), Base64Url.EncodeToString(key.Exponent));
        return new PublicJwk
        {
            Kty = "RSA",
            Alg = SigningAlgorithm.Rs256.JoseName(),
            N = n,
            E = e,
            Kid = Thumbprint($$"""{"e":"{{e}}","kty":"RSA","n":"{{n}}"}"""),
        };
    }

    private static string Thumbprint(string requiredMembers) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(requiredMembers)));
}
