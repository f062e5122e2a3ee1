using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Satcom.Bench.Raw;

/// <summary>The raw peer's bearer: who, which tenant and until when, under an HMAC. Nothing is looked up for it.</summary>
internal static class RawTokens
{
    private const int Length = 16 + 16 + sizeof(long);

    // Only this bench's two processes use it, on loopback, for data that nobody needs.
    private static readonly byte[] Key = SHA256.HashData("the raw peer's key"u8);

    public static string Write(Guid tenantId, Guid userId, DateTimeOffset expiresAt)
    {
        Span<byte> bytes = stackalloc byte[Length + HMACSHA256.HashSizeInBytes];
        tenantId.TryWriteBytes(bytes);
        userId.TryWriteBytes(bytes[16..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes[32..], expiresAt.ToUnixTimeSeconds());
        HMACSHA256.HashData(Key, bytes[..Length], bytes[Length..]);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryRead(string? header, DateTimeOffset now, out Guid tenantId, out Guid userId)
    {
        const string scheme = "Bearer ";
        (tenantId, userId) = (default, default);
        Span<byte> bytes = stackalloc byte[Length + HMACSHA256.HashSizeInBytes];
        if (header is null || !header.StartsWith(scheme, StringComparison.Ordinal)
            || !Base64Url.TryDecodeFromChars(header.AsSpan(scheme.Length), bytes, out var written) || written != bytes.Length)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Key, bytes[..Length], expected);
        tenantId = new Guid(bytes[..16]);
        userId = new Guid(bytes[16..32]);
        return CryptographicOperations.FixedTimeEquals(expected, bytes[Length..]) && BinaryPrimitives.ReadInt64BigEndian(bytes[32..]) > now.ToUnixTimeSeconds();
    }
}
