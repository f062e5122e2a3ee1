using System.Text.Json;

namespace Satcom.Infrastructure.Identity;

/// <summary>The public halves of the signing keys, as relying parties read them.</summary>
public sealed class PublishedKeys
{
    private readonly SigningKeyRing _keys;

    internal PublishedKeys(SigningKeyRing keys) => _keys = keys;

    /// <summary>The JSON Web Key Set (RFC 7517) as UTF-8 JSON.</summary>
    public async ValueTask<byte[]> ReadAsync(CancellationToken cancellationToken) =>
        JsonSerializer.SerializeToUtf8Bytes((await _keys.KeysAsync(cancellationToken)).Jwks, JsonSerializerOptions.Web);
}
