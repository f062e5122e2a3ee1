using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Satcom.Infrastructure.Identity;

namespace Satcom.Infrastructure.Auditing;

/// <summary>How links are digested and sealed. The key comes of the key-encryption key, so who can only write to the database can forge none.</summary>
internal sealed class AuditChainKeys(IOptions<KeyOptions> options)
{
    private readonly byte[][] _keys = [.. options.Value.Keys.Select(key => KeyOptions.Derive(key, "audit-chain"))];

    /// <summary>The digest of a link.</summary>
    /// <param name="before">The digest of the link before; null for the first.</param>
    /// <param name="count">How many entries it covers.</param>
    /// <param name="entries">SHA-256 over the entries.</param>
    public static byte[] Digest(byte[]? before, Guid tenantId, long number, DateTimeOffset sealedAt, int count, byte[] entries)
    {
        Span<byte> head = stackalloc byte[36];
        tenantId.TryWriteBytes(head, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(head[16..], number);
        BinaryPrimitives.WriteInt64BigEndian(head[24..], sealedAt.UtcTicks);
        BinaryPrimitives.WriteInt32BigEndian(head[32..], count);
        return SHA256.HashData([.. before ?? new byte[SHA256.HashSizeInBytes], .. head, .. entries]);
    }

    /// <summary>The seal of a digest under the newest key.</summary>
    public byte[] Seal(byte[] digest) => HMACSHA256.HashData(_keys[0], digest);

    /// <summary>Whether a seal is of the newest key.</summary>
    public bool IsNewest(byte[] digest, byte[] mac) => CryptographicOperations.FixedTimeEquals(mac, Seal(digest));

    /// <summary>Whether a seal is of any of the keys that are configured.</summary>
    public bool IsOurs(byte[] digest, byte[] mac) => Array.Exists(_keys, key => CryptographicOperations.FixedTimeEquals(mac, HMACSHA256.HashData(key, digest)));
}
