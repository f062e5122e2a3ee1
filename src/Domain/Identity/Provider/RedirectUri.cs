using System.Buffers;
using System.Globalization;

namespace Satcom.Domain.Identity.Provider;

/// <summary>
/// Where a person may be sent back to. A registered URI is compared as text, character by character (RFC 9700, section 2.1); only
/// the port of a native client's loopback address may differ (RFC 8252, section 7.3).
/// </summary>
public static class RedirectUri
{
    public const int MaxLength = 400;
    public const int MaxCount = 20;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("*\\\"<>^`{|}#");
    private static readonly string[] LoopbackPrefixes = ["http://127.0.0.1", "http://[::1]"];

    /// <summary>True when a client of that sort may register it.</summary>
    public static bool IsRegistrable(string uri, bool isNative)
    {
        if (!IsPlain(uri) || !Uri.TryCreate(uri, UriKind.Absolute, out var parsed) || parsed.UserInfo.Length > 0 || parsed.Fragment.Length > 0 || HasDotSegment(uri))
        {
            return false;
        }

        if (uri.StartsWith("https://", StringComparison.Ordinal))
        {
            return parsed.Host.Length > 0;
        }

        return isNative && (IsLoopback(uri) || IsPrivateUse(uri, parsed.Scheme));
    }

    /// <summary>True when a person may be sent to <paramref name="presented"/> because <paramref name="registered"/> is registered.</summary>
    public static bool Matches(string registered, string presented, bool isNative) =>
        string.Equals(registered, presented, StringComparison.Ordinal)
        || (isNative
            && SplitLoopback(registered) is var (host, _, rest)
            && SplitLoopback(presented) is var (presentedHost, _, presentedRest)
            && string.Equals(host, presentedHost, StringComparison.Ordinal)
            && string.Equals(rest, presentedRest, StringComparison.Ordinal));

    /// <summary>True for loopback and private-use addresses, which any program of the device can take for itself.</summary>
    public static bool IsOfDevice(string uri) => !uri.StartsWith("https://", StringComparison.Ordinal);

    /// <summary>The origin that pages at the URI have; null where a browser gives it none.</summary>
    public static string? OriginOf(string uri) =>
        uri.StartsWith("http", StringComparison.Ordinal) && Uri.TryCreate(uri, UriKind.Absolute, out var parsed) ? parsed.GetLeftPart(UriPartial.Authority) : null;

    private static bool IsPlain(string uri) =>
        uri.Length is > 0 and <= MaxLength && !uri.AsSpan().ContainsAnyExceptInRange('!', '~') && !uri.AsSpan().ContainsAny(Forbidden);

    private static bool HasDotSegment(string uri) =>
        uri.Contains("/.", StringComparison.Ordinal) || uri.Contains("%2e", StringComparison.OrdinalIgnoreCase) || uri.Contains("%2f", StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopback(string uri) => SplitLoopback(uri) is not null;

    /// <summary>A reversed domain name (RFC 8252, section 7.1): a scheme without a dot could be anybody's.</summary>
    private static bool IsPrivateUse(string uri, string scheme) =>
        scheme.Contains('.', StringComparison.Ordinal) && uri.StartsWith(scheme + ":/", StringComparison.Ordinal);

    private static (string Host, string Port, string Tail)? SplitLoopback(string uri)
    {
        foreach (var host in LoopbackPrefixes)
        {
            if (!uri.StartsWith(host, StringComparison.Ordinal))
            {
                continue;
            }

            var rest = uri[host.Length..];
            if (rest is [] or ['/', ..] or ['?', ..])
            {
                return (host, string.Empty, rest);
            }

            var end = rest.AsSpan(1).IndexOfAnyExceptInRange('0', '9') + 1;
            end = end == 0 ? rest.Length : end;
            var port = rest[1..end];
            return rest[0] == ':' && port is not ['0', ..] && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _) && rest[end..] is [] or ['/', ..] or ['?', ..]
                ? (host, port, rest[end..])
                : null;
        }

        return null;
    }
}
