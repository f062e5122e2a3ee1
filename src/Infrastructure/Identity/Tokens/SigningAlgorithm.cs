namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>The only two signature algorithms that the service signs and verifies with (RFC 7518, section 3.1).</summary>
internal enum SigningAlgorithm
{
    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    Rs256,

    /// <summary>ECDSA on P-256 with SHA-256; the signature is r and s of 32 bytes each (IEEE P1363).</summary>
    Es256,
}

internal static class SigningAlgorithmNames
{
    /// <summary>The value of the JOSE <c>alg</c> member.</summary>
    public static string JoseName(this SigningAlgorithm algorithm) => algorithm switch
    {
        SigningAlgorithm.Rs256 => "RS256",
        SigningAlgorithm.Es256 => "ES256",
    };
}
