using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Satcom.Infrastructure.Identity.Limits;

/// <summary>Makes the keys of counters: HMACs, so that addresses and accounts cannot be read from them or tried out.</summary>
internal sealed class CounterKeys(IOptions<KeyOptions> keys)
{
    // A key of its own, derived, from the oldest secret: a new first one must not begin every counter anew.
    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, keys.Value.Keys[^1], 32, info: "attempt-limits"u8.ToArray());

    /// <summary>The key of a counter.</summary>
    /// <param name="parts">None may hold a line break that another could have instead; they are measured, so none can.</param>
    public byte[] Of(string name, params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder(name);
        foreach (var part in parts)
        {
            text.Append('\n').Append(part.Length).Append(':').Append(part);
        }

        return HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text.ToString()));
    }
}
