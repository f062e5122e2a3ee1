using System.Buffers.Text;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>
/// A secret that means nothing outside the database: <c>prefix_base64url(tenant id, big endian · 32 random bytes)</c>. The
/// prefix tells leak scanners what they found; the tenant id tells which tenant's rows to look in. Only the hash is stored.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class OpaqueToken
{
    public const string RefreshPrefix = "srt";

    private const int TenantIdLength = 16;
    private const int SecretLength = 32;
    private const int PayloadLength = TenantIdLength + SecretLength;
    private const int EncodedLength = PayloadLength / 3 * 4;

    private readonly string _text;
    private readonly string _prefix;

    private OpaqueToken(string prefix, Guid tenantId, string text)
    {
        (_prefix, TenantId, _text) = (prefix, tenantId, text);
        Hash = SHA256.HashData(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>As the token claims. It selects where to look; the hash found there proves it.</summary>
    public Guid TenantId { get; }

    /// <summary>SHA-256 of the text: with 256 random bits behind it, a slow hash would add nothing.</summary>
    public ReadOnlyMemory<byte> Hash { get; }

    public static OpaqueToken Create(string prefix, Guid tenantId)
    {
        if (prefix.Length is < 2 or > 8 || prefix.AsSpan().ContainsAnyExceptInRange('a', 'z'))
            throw new ArgumentException("A prefix is 2 to 8 lower-case letters.", nameof(prefix));
        if (tenantId == Guid.Empty)
            throw new ArgumentException("A token belongs to a tenant.", nameof(tenantId));
        Span<byte> payload = stackalloc byte[PayloadLength];
        tenantId.TryWriteBytes(payload, bigEndian: true, out _);
        RandomNumberGenerator.Fill(payload[TenantIdLength..]);
        return new OpaqueToken(prefix, tenantId, $"{prefix}_{Base64Url.EncodeToString(payload)}");
    }

    /// <summary>Accepts exactly the spelling that <see cref="Create"/> gives.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, string prefix, [NotNullWhen(true)] out OpaqueToken? token)
    {
        token = null;
        if (text.Length != prefix.Length + 1 + EncodedLength || !text.StartsWith(prefix, StringComparison.Ordinal) || text[prefix.Length] != '_')
            return false;
        Span<byte> encoded = stackalloc byte[EncodedLength];
        Span<byte> payload = stackalloc byte[PayloadLength];
        if (Ascii.FromUtf16(text[(prefix.Length + 1)..], encoded, out _) != System.Buffers.OperationStatus.Done
            || !StrictBase64Url.TryDecode(encoded, payload, out _))
        {
            return false;
        }

        var tenantId = new Guid(payload[..TenantIdLength], bigEndian: true);
        if (tenantId == Guid.Empty)
            return false;
        token = new OpaqueToken(prefix, tenantId, text.ToString());
        return true;
    }

    /// <summary>The secret itself, for the one answer that hands it out.</summary>
    public string Reveal() => _text;

    public override string ToString() => $"{_prefix}_[redacted]";
}
