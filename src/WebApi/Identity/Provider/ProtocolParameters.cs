using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Satcom.Domain.Identity.Provider;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>
/// The parameters of a request to the provider, read strictly: each once (RFC 6749, section 3.1), as UTF-8 without control characters,
/// within their limits. An empty one counts as absent; an unknown one is ignored.
/// </summary>
internal sealed class ProtocolParameters
{
    public const int MaxBytes = 16 * 1024;

    /// <summary>What a token that cannot be one is read as; it is none either.</summary>
    private const string NoToken = "-";
    private const string Token = "token";
    private const int MaxBytesWithToken = 2 * 1024 * 1024;
    private const int DefaultMaxLength = 8192;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Dictionary<string, int> MaxLengths = new(StringComparer.Ordinal)
    {
        ["client_id"] = OAuthClient.ClientIdMaxLength,
        ["redirect_uri"] = RedirectUri.MaxLength,
        ["post_logout_redirect_uri"] = RedirectUri.MaxLength,
        ["resource"] = RedirectUri.MaxLength,
        ["state"] = 2000,
        ["nonce"] = 2000,
    };

    private readonly Dictionary<string, string> _values;

    private ProtocolParameters(Dictionary<string, string> values) => _values = values;

    /// <summary>The value, or null when it is absent or empty.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>The parameters as a query, without the question mark.</summary>
    public string ToQuery() => string.Join('&', _values.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Reads a form from the body; nothing may stand in the query beside it.</summary>
    /// <param name="takesAnyToken">True where the parameter token may be anything, however long: what cannot be a token is told as one that does not work.</param>
    public static async Task<(ProtocolParameters? Parameters, string? Fault)> ReadFormAsync(HttpContext context, bool takesAnyToken = false)
    {
        var request = context.Request;
        if (request.QueryString.HasValue)
        {
            return (null, "Parameters belong into the body.");
        }

        if (!IsForm(request.ContentType) || request.Headers.ContentEncoding.Count > 0)
        {
            return (null, "The body must be application/x-www-form-urlencoded in UTF-8.");
        }

        if (takesAnyToken && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = 2 * MaxBytesWithToken;
        }

        var body = await ReadAsync(request, takesAnyToken ? MaxBytesWithToken : MaxBytes, context.RequestAborted);
        return body is null ? (null, "The body is too long.") : Parse(body, takesAnyToken);
    }

    /// <summary>Reads the query.</summary>
    public static (ProtocolParameters? Parameters, string? Fault) ReadQuery(HttpRequest request) =>
        Parse(request.QueryString.Value is { Length: > 1 } query ? query[1..] : string.Empty);

    internal static (ProtocolParameters? Parameters, string? Fault) Parse(string text, bool takesAnyToken = false)
    {
        var left = MaxBytes;

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (rawName, rawValue) = equals < 0 ? (pair, string.Empty) : (pair[..equals], pair[(equals + 1)..]);
            if (takesAnyToken && string.Equals(rawName, Token, StringComparison.Ordinal) && (rawValue.Length > DefaultMaxLength || !TryDecode(rawValue, out _)))
            {
                rawValue = NoToken;
            }

            left -= rawName.Length + rawValue.Length;
            if (left < 0)
            {
                return (null, "The request is too long.");
            }

            if (!TryDecode(rawName, out var name) || !TryDecode(rawValue, out var value))
            {
                return (null, "A parameter is not UTF-8, or has control characters.");
            }

            if (!seen.Add(name))
            {
                return (null, "A parameter is there twice.");
            }

            if (value.Length > MaxLengths.GetValueOrDefault(name, DefaultMaxLength))
            {
                return (null, $"A parameter is too long{(MaxLengths.ContainsKey(name) ? ": " + name : string.Empty)}.");
            }

            if (value.Length > 0)
            {
                values[name] = value;
            }
        }

        return (new ProtocolParameters(values), null);
    }

    /// <summary>Decodes form encoding: plus signs and percent escapes, to strict UTF-8.</summary>
    internal static bool TryDecode(string text, out string decoded)
    {
        decoded = string.Empty;
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = 0;
            for (var i = 0; i < text.Length; i++)
            {
                var c = text[i];
                if (c == '%')
                {
                    if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                    {
                        return false;
                    }

                    bytes[length++] = Convert.FromHexString(text.AsSpan(i + 1, 2))[0];
                    i += 2;
                }
                else
                {
                    // What a form encodes is ASCII; anything else did not come from an encoder.
                    if (c is < ' ' or > '~')
                    {
                        return false;
                    }

                    bytes[length++] = c == '+' ? (byte)' ' : (byte)c;
                }
            }

            decoded = Strict.GetString(bytes, 0, length);
            return !decoded.AsSpan().ContainsAnyInRange('\0', '\u001f') && !decoded.Contains('\u007f', StringComparison.Ordinal);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private static bool IsForm(string? contentType)
    {
        if (contentType is null)
        {
            return false;
        }

        var semicolon = contentType.IndexOf(';', StringComparison.Ordinal);
        var media = (semicolon < 0 ? contentType : contentType[..semicolon]).Trim();
        var parameters = semicolon < 0 ? string.Empty : contentType[(semicolon + 1)..].Trim();
        return media.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            && (parameters.Length == 0 || parameters.Equals("charset=utf-8", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The body as Latin-1, so that every byte stays one character until it is decoded; null when it is too long.</summary>
    private static async Task<string?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            return null;
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var text = Encoding.Latin1.GetString(read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
                return text;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
