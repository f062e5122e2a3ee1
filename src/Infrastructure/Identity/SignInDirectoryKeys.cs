using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Satcom.Infrastructure.Identity;

/// <summary>What the sign-in directory's hashes are keyed with: a key derived of each key-encryption key, so that the hashes say nothing about anything else.</summary>
internal sealed class SignInDirectoryKeys(IOptions<KeyOptions> options)
{
    private readonly byte[][] _keys = [.. options.Value.Keys.Select(key => KeyOptions.Derive(key, "sign-in-directory"))];

    /// <summary>False while an older key may still have entries.</summary>
    public bool IsOne => _keys.Length == 1;

    /// <summary>The hash that entries are written with.</summary>
    public byte[] Newest(string normalizedEmail) => Hash(_keys[0], normalizedEmail);

    /// <summary>The hashes that an entry of the address may have, the newest first.</summary>
    public byte[][] All(string normalizedEmail) => [.. _keys.Select(key => Hash(key, normalizedEmail))];

    private static byte[] Hash(byte[] key, string normalizedEmail) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(normalizedEmail));
}
