using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>Writes compact JWS whose header is exactly <c>alg</c>, <c>typ</c> and <c>kid</c>.</summary>
internal static class JwsWriter
{
    // A token is never inside HTML, so '+' of "at+jwt" needs no escape; an escaped header would be refused by the reader.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = JsonPayload.MaxDepth };

    /// <summary>The callback writes the members of the payload object, without its braces.</summary>
    /// <exception cref="ArgumentException">The payload is one that the reader would refuse: a fault of the caller.</exception>
    public static string Write<TState>(SigningKeyMaterial key, string type, TState state, Action<Utf8JsonWriter, TState> writePayload)
    {
        var payload = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(payload, Plain))
        {
            json.WriteStartObject();
            writePayload(json, state);
            json.WriteEndObject();
        }

        return Write(key, type, payload.WrittenSpan);
    }

    /// <exception cref="ArgumentException">The payload is one that the reader would refuse: a fault of the caller.</exception>
    public static string Write(SigningKeyMaterial key, string type, ReadOnlySpan<byte> payload)
    {
        if (!JsonPayload.TryParse(payload, out _))
            throw new ArgumentException("The payload is not a strict JSON object.", nameof(payload));

        var header = Header(key, type);
        var length = Base64Url.GetEncodedLength(header.Length) + 1 + Base64Url.GetEncodedLength(payload.Length) + 1
            + Base64Url.GetEncodedLength(key.SignatureLength);
        if (length > JwsReader.MaxTokenLength)
            throw new ArgumentException("The token would be longer than any reader accepts.", nameof(payload));

        var buffer = ArrayPool<byte>.Shared.Rent(length + key.SignatureLength);
        try
        {
            var token = buffer.AsSpan(0, length);
            var signature = buffer.AsSpan(length, key.SignatureLength);
            var end = Base64Url.EncodeToUtf8(header, token);
            token[end++] = (byte)'.';
            end += Base64Url.EncodeToUtf8(payload, token[end..]);
            key.Sign(token[..end], signature);
            token[end++] = (byte)'.';
            Base64Url.EncodeToUtf8(signature, token[end..]);
            return Encoding.ASCII.GetString(token);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static ReadOnlySpan<byte> Header(SigningKeyMaterial key, string type)
    {
        var header = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(header, Plain))
        {
            json.WriteStartObject();
            json.WriteString("alg"u8, key.AlgorithmUtf8);
            json.WriteString("typ"u8, type);
            json.WriteString("kid"u8, key.KidUtf8);
            json.WriteEndObject();
        }

        return header.WrittenSpan;
    }
}
