using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>
/// Seals small secrets for storage with AES-256-GCM. The associated data names the place ("signing_keys:private:&lt;kid&gt;"), so
/// that a value moved to another row or column does not open.
/// </summary>
/// <remarks>
/// Layout: version (1 byte) · key id (4, the first bytes of the key-encryption key's SHA-256) · nonce (12, random) · ciphertext · tag (16).
/// Random nonces are safe for 2^32 seals under one key (NIST SP 800-38D, section 8.3); rotate long before.
/// Safe for parallel use: each call opens a cipher of its own, which costs little beside what sealed values are read for.
/// </remarks>
internal sealed class Sealer : IDisposable
{
    public const int KeyLength = 32;
    private const byte Version = 2;

    /// <summary>Sealed with the key-encryption key itself, before keys were derived for each purpose; opened until it is sealed anew.</summary>
    private const byte UnderivedVersion = 1;

    private const int KeyIdLength = 4;
    private const int PrefixLength = 1 + KeyIdLength;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Overhead = PrefixLength + NonceLength + TagLength;

    private readonly (byte[] Id, byte[] Key, byte[] Underived)[] _keys;

    /// <param name="keys">The key-encryption keys, 32 bytes each. The first seals; all open, so that a key can be rotated.</param>
    /// <exception cref="ArgumentException">No key, a key of another length, or two that share an id.</exception>
    public Sealer(IEnumerable<byte[]> keys)
    {
        _keys = [.. keys.Select(key => (SHA256.HashData(key)[..KeyIdLength], KeyOptions.Derive(key, "sealing"), key.AsSpan().ToArray()))];
        if (_keys.Length == 0 || _keys.Any(key => key.Underived.Length != KeyLength))
            throw new ArgumentException($"Give at least one key, each of {KeyLength} bytes.", nameof(keys));
        if (_keys.DistinctBy(key => Convert.ToHexString(key.Id), StringComparer.Ordinal).Count() != _keys.Length)
            throw new ArgumentException("Two keys share an id; replace one of them.", nameof(keys));
    }

    /// <exception cref="ArgumentException">No associated data: the value would open anywhere.</exception>
    public byte[] Seal(ReadOnlySpan<byte> plaintext, string associatedData)
    {
        var (id, key, _) = _keys[0];
        var envelope = new byte[Overhead + plaintext.Length];
        envelope[0] = Version;
        id.CopyTo(envelope, 1);
        var nonce = envelope.AsSpan(PrefixLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(
            nonce,
            plaintext,
            envelope.AsSpan(PrefixLength + NonceLength, plaintext.Length),
            envelope.AsSpan(envelope.Length - TagLength),
            BindTo(envelope, associatedData));
        return envelope;
    }

    /// <summary>False for anything that was not sealed by one of the keys for exactly this associated data.</summary>
    public bool TryOpen(ReadOnlySpan<byte> envelope, string associatedData, [NotNullWhen(true)] out byte[]? plaintext)
    {
        plaintext = null;
        if (envelope.Length < Overhead || Find(envelope) is not { } key)
            return false;
        var opened = new byte[envelope.Length - Overhead];
        using var cipher = new AesGcm(key, TagLength);
        try
        {
            cipher.Decrypt(
                envelope.Slice(PrefixLength, NonceLength),
                envelope.Slice(PrefixLength + NonceLength, opened.Length),
                envelope[^TagLength..],
                opened,
                BindTo(envelope, associatedData));
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        plaintext = opened;
        return true;
    }

    /// <summary>Whether the value was sealed by another key than the one that seals now.</summary>
    public bool NeedsResealing(ReadOnlySpan<byte> envelope) =>
        envelope.Length < PrefixLength || envelope[0] != Version || !envelope.Slice(1, KeyIdLength).SequenceEqual(_keys[0].Id);

    /// <summary>Whether the key that the value names is one of these: what then does not open was sealed for another place, or changed.</summary>
    public bool HasKeyOf(ReadOnlySpan<byte> envelope) => envelope.Length >= Overhead && Find(envelope) is not null;

    public void Dispose()
    {
        foreach (var (_, key, underived) in _keys)
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(underived);
        }
    }

    public override string ToString() => nameof(Sealer);

    private byte[]? Find(ReadOnlySpan<byte> envelope)
    {
        var id = envelope.Slice(1, KeyIdLength);
        foreach (var key in _keys)
        {
            if (id.SequenceEqual(key.Id))
                return envelope[0] switch { Version => key.Key, UnderivedVersion => key.Underived, _ => null };
        }

        return null;
    }

    /// <summary>Version and key id are of fixed length and go first, so no two places can yield the same bytes.</summary>
    private static byte[] BindTo(ReadOnlySpan<byte> envelope, string associatedData)
    {
        ArgumentException.ThrowIfNullOrEmpty(associatedData);
        var bound = new byte[PrefixLength + Encoding.UTF8.GetByteCount(associatedData)];
        envelope[..PrefixLength].CopyTo(bound);
        Encoding.UTF8.GetBytes(associatedData, bound.AsSpan(PrefixLength));
        return bound;
    }
}
