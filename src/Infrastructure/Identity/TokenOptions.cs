using System.Security.Cryptography;
using System.Text;

namespace Satcom.Infrastructure.Identity;

/// <summary>Who issues tokens, and how passwords are hashed.</summary>
public sealed class TokenOptions
{
    public const string Section = "Satcom:Tokens";

    /// <summary>The issuer, exactly as relying parties will compare it: an absolute URL without a trailing slash.</summary>
    public string Issuer { get; set; } = "http://localhost:5080";

    /// <summary>The audience of access tokens for this API.</summary>
    public string Audience { get; set; } = "satcom";

    /// <summary>PBKDF2-HMAC-SHA512 rounds; at least 220,000 outside Development.</summary>
    public int PasswordIterations { get; set; } = 220_000;

    /// <summary>Days that a signing key is used.</summary>
    public int SigningKeyDays { get; set; } = 30;

    internal string? Fault(bool isDevelopment)
    {
        if (!Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer) || Issuer.EndsWith('/') || (!isDevelopment && !string.Equals(issuer.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal)))
        {
            return $"{Section}:Issuer must be an absolute https URL without a trailing slash (http is for Development alone).";
        }

        if (PasswordIterations < (isDevelopment ? 1 : 220_000))
        {
            return $"{Section}:PasswordIterations must be at least 220000 outside Development.";
        }

        return SigningKeyDays is < 2 or > 365 ? $"{Section}:SigningKeyDays must lie in 2..365." : null;
    }
}

/// <summary>The secret that seals keys at rest and keys the sign-in directory, each by a key derived from it.</summary>
public sealed class KeyOptions
{
    public const string Section = "Satcom:Keys";

    /// <summary>Base64 of 32 random bytes; the first of several separated by commas seals, all of them open.</summary>
    public string KeyEncryptionKey { get; set; } = string.Empty;

    /// <summary>The keys, newest first.</summary>
    internal IReadOnlyList<byte[]> Keys => [.. KeyEncryptionKey.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Convert.FromBase64String)];

    /// <summary>A key for one purpose alone (RFC 5869): what is done with it says nothing about the others.</summary>
    /// <param name="purpose">Another one for each use.</param>
    internal static byte[] Derive(byte[] key, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, outputLength: 32, info: Encoding.UTF8.GetBytes(purpose));

    internal string? Fault()
    {
        try
        {
            return Keys.Count == 0 || Keys.Any(k => k.Length != 32) ? $"{Section}:KeyEncryptionKey must be base64 of 32 random bytes (openssl rand -base64 32)." : null;
        }
        catch (FormatException)
        {
            return $"{Section}:KeyEncryptionKey is not base64.";
        }
    }
}
