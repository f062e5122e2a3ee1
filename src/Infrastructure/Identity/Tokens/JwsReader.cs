using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>
/// The strict verifier of compact JWS (RFC 7515): accepts what <see cref="JwsWriter"/> writes and nothing else. Bad input is a
/// refusal, never an exception. The payload is not looked at before the signature holds.
/// </summary>
/// <remarks>
/// ECDSA lets a holder turn a valid signature into a second valid one, so a token's text is not its identity: key lists of
/// refused tokens on <c>jti</c>.
/// </remarks>
internal static class JwsReader
{
    /// <summary>Characters; a longer token is refused unread.</summary>
    public const int MaxTokenLength = 8192;

    /// <param name="mayLackType">True where another party writes the token, whose standard asks for no type; one that is there must be the expected one all the same.</param>
    public static JwsResult<JsonPayload> Read(ReadOnlySpan<char> token, string expectedType, SigningKeySet keys, bool mayLackType = false)
    {
        if (token.Length > MaxTokenLength)
            return JwsRefusal.TooLong;

        // The first half holds the token, the second what is decoded from it (three bytes for each four characters at most).
        var buffer = ArrayPool<byte>.Shared.Rent(2 * MaxTokenLength);
        try
        {
            return Ascii.FromUtf16(token, buffer, out var length) == OperationStatus.Done
                ? Read(buffer.AsSpan(0, length), buffer.AsSpan(MaxTokenLength), expectedType, keys, mayLackType)
                : JwsRefusal.Encoding;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer.AsSpan(0, token.Length));
            CryptographicOperations.ZeroMemory(buffer.AsSpan(MaxTokenLength, token.Length));
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static JwsResult<JsonPayload> Read(ReadOnlySpan<byte> token, Span<byte> scratch, string expectedType, SigningKeySet keys, bool mayLackType)
    {
        if (token.Count((byte)'.') != 2)
            return JwsRefusal.SegmentCount;
        var headerEnd = token.IndexOf((byte)'.');
        var payloadEnd = token.LastIndexOf((byte)'.');

        if (!TryDecode(token[..headerEnd], ref scratch, out var headerJson)
            || !TryDecode(token[(headerEnd + 1)..payloadEnd], ref scratch, out var payloadJson)
            || !TryDecode(token[(payloadEnd + 1)..], ref scratch, out var signature))
        {
            return JwsRefusal.Encoding;
        }

        if (!JwsHeader.TryParse(headerJson, out var header) || (header.Type.IsEmpty && !mayLackType))
            return JwsRefusal.Header;
        if (!header.Type.IsEmpty && !Ascii.Equals(header.Type, expectedType))
            return JwsRefusal.Type;
        if (keys.Find(header.Kid) is not { } key)
            return JwsRefusal.UnknownKey;
        if (!header.Algorithm.SequenceEqual(key.AlgorithmUtf8))
            return JwsRefusal.Algorithm;
        if (!key.Verify(token[..payloadEnd], signature))
            return JwsRefusal.Signature;
        return JsonPayload.TryParse(payloadJson, out var payload) ? payload : JwsRefusal.Payload;
    }

    private static bool TryDecode(ReadOnlySpan<byte> segment, ref Span<byte> scratch, out ReadOnlySpan<byte> decoded)
    {
        decoded = default;
        if (!StrictBase64Url.TryDecode(segment, scratch, out var written))
            return false;
        decoded = scratch[..written];
        scratch = scratch[written..];
        return true;
    }
}
