using System.Security.Cryptography;
using System.Text;

namespace Satcom.Infrastructure.Identity;

/// <summary>Keys for one purpose each, derived from the key-encryption keys, so that what is made with one says nothing about anything else.</summary>
internal static class SubKeys
{
    /// <summary>The sub-key of one key-encryption key.</summary>
    public static byte[] Derive(byte[] key, string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Encoding.ASCII.GetBytes(purpose));

    /// <summary>For what is looked up by its keyed hash: of the oldest key, which all nodes share while keys rotate.</summary>
    public static byte[] Lasting(this KeyOptions keys, string purpose) => Derive(keys.Keys[^1], purpose);
}
