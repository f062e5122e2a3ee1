namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>
/// The keys that a verifier may use at one moment; immutable, so a rotation swaps the whole set. It does not own the keys.
/// </summary>
internal sealed class SigningKeySet
{
    private readonly SigningKeyMaterial[] _keys;

    /// <exception cref="ArgumentException">Two keys are the same key.</exception>
    public SigningKeySet(IEnumerable<SigningKeyMaterial> keys)
    {
        _keys = [.. keys];
        if (_keys.DistinctBy(key => key.Kid, StringComparer.Ordinal).Count() != _keys.Length)
            throw new ArgumentException("Each key may be in the set once.", nameof(keys));
        Jwks = new JwksDocument(Array.ConvertAll(_keys, key => key.PublicJwk));
    }

    public IReadOnlyList<SigningKeyMaterial> Keys => _keys;

    public JwksDocument Jwks { get; }

    /// <summary>The key of that exact name, or nothing. A set is a handful of keys, so a scan beats a dictionary.</summary>
    public SigningKeyMaterial? Find(ReadOnlySpan<byte> kidUtf8)
    {
        foreach (var key in _keys)
        {
            if (key.KidUtf8.SequenceEqual(kidUtf8))
                return key;
        }

        return null;
    }
}
