using System.Buffers;
using System.Buffers.Text;

namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>
/// Base64url as RFC 7515 has it: no padding, no white space, no other alphabet, and unused bits are zero, so that one value
/// has one spelling. The framework's decoder is laxer.
/// </summary>
internal static class StrictBase64Url
{
    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>The destination has room for three bytes for each four of the text.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> destination, out int written)
    {
        written = 0;
        return IsCanonical(text) && Base64Url.TryDecodeFromUtf8(text, destination, out written);
    }

    private static bool IsCanonical(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(Alphabet) && (text.Length % 4) switch
    {
        0 => true,
        2 => "AQgw"u8.Contains(text[^1]),
        3 => "AEIMQUYcgkosw048"u8.Contains(text[^1]),
        _ => false,
    };
}
