using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Satcom.Domain.Identity.Provider;
using Satcom.Infrastructure.Identity.Tokens;

namespace Satcom.Infrastructure.Identity.Provider;

/// <summary>From the JWK that a client registers to the key that its assertions are verified with.</summary>
internal static class ClientKeys
{
    private const string Signature = "sig";
    private const int CoordinateLength = 32;
    private const int MaxModulusLength = 512;
    private const int MaxExponentLength = 4;

    /// <summary>The key with its kid and alg, in its one spelling; null when it is not fit.</summary>
    public static ClientKey? Accept(ClientKey key)
    {
        if (key.Use is not (null or Signature) || !IsKid(key.Kid))
        {
            return null;
        }

        using var material = TryImport(key);
        return material?.PublicJwk is { } jwk && (key.Alg is null || string.Equals(key.Alg, jwk.Alg, StringComparison.Ordinal))
            ? new ClientKey(jwk.Kty, jwk.Kid, jwk.Alg, Signature, jwk.N, jwk.E, jwk.Crv, jwk.X, jwk.Y)
            : null;
    }

    /// <summary>The key to verify with.</summary>
    /// <exception cref="CryptographicException">It is none that was accepted.</exception>
    public static SigningKeyMaterial Import(ClientKey key) => TryImport(key) ?? throw new CryptographicException("A key is kept that is not fit.");

    private static SigningKeyMaterial? TryImport(ClientKey key)
    {
        try
        {
            return key.Kty switch
            {
                "RSA" => key is { Crv: null, X: null, Y: null } ? ImportRsa(key) : null,
                "EC" => key is { Crv: "P-256", N: null, E: null } ? ImportEc(key) : null,
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            // Too few bits, or a point that is not on the curve.
            return null;
        }
    }

    private static SigningKeyMaterial? ImportRsa(ClientKey key)
    {
        // With an exponent of one every text is its own signature, and an even one is no key at all.
        if (!TryDecode(key.N, MaxModulusLength, out var modulus) || !TryDecode(key.E, MaxExponentLength, out var exponent)
            || modulus[0] == 0 || exponent[0] == 0 || exponent is [1] || exponent[^1] % 2 == 0)
        {
            return null;
        }

        using var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
        return SigningKeyMaterial.ImportPublic(SigningAlgorithm.Rs256, rsa.ExportSubjectPublicKeyInfo(), key.Kid);
    }

    private static SigningKeyMaterial? ImportEc(ClientKey key)
    {
        if (!TryDecode(key.X, CoordinateLength, out var x) || !TryDecode(key.Y, CoordinateLength, out var y) || x.Length != CoordinateLength || y.Length != CoordinateLength)
        {
            return null;
        }

        using var ec = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
        return SigningKeyMaterial.ImportPublic(SigningAlgorithm.Es256, ec.ExportSubjectPublicKeyInfo(), key.Kid);
    }

    /// <summary>Text that stands in a JWS header as it is.</summary>
    private static bool IsKid(string? kid) =>
        kid is null || (kid.Length is > 0 and <= ClientKey.KidMaxLength && !kid.AsSpan().ContainsAnyExceptInRange('!', '~') && kid.AsSpan().IndexOfAny('"', '\\') < 0);

    private static bool TryDecode(string? text, int maxLength, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text is not { Length: > 0 } || text.Length > ((maxLength * 4) + 2) / 3 || !Ascii.IsValid(text))
        {
            return false;
        }

        var buffer = new byte[maxLength];
        if (!StrictBase64Url.TryDecode(Encoding.ASCII.GetBytes(text), buffer, out var written) || written == 0)
        {
            return false;
        }

        bytes = buffer[..written];
        return true;
    }
}
