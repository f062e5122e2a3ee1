using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Satcom.Bench.Load;

/// <summary>A browser without script in front of several nodes: it keeps cookies and the fields of the last form. Each request has a connection of its own.</summary>
/// <param name="port">Where the next request goes.</param>
internal sealed partial class Browser(Func<int> port)
{
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    /// <summary>Its cookies as a header carries them.</summary>
    public string Cookie => string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}"));

    /// <summary>The hidden fields of the last page, as a form carries them.</summary>
    public string Fields { get; private set; } = string.Empty;

    /// <summary>Where the last answer led.</summary>
    public string Location { get; private set; } = string.Empty;

    public Task GetAsync(string path, int status, CancellationToken cancellationToken) => SendAsync(Requests.GetWithCookie(path, Cookie), status, cancellationToken);

    public Task PostAsync(string path, string form, int status, CancellationToken cancellationToken) => SendAsync(Requests.FormWithCookie(path, Cookie, form), status, cancellationToken);

    private async Task SendAsync(byte[] request, int status, CancellationToken cancellationToken)
    {
        using var connection = await HttpConnection.OpenAsync(port(), cancellationToken);
        await connection.ExpectAsync(request, status, cancellationToken);
        var head = Encoding.ASCII.GetString(connection.Head.Span);
        foreach (Match cookie in Cookies().Matches(head))
        {
            _cookies[cookie.Groups["name"].Value] = cookie.Groups["value"].Value;
        }

        Location = Locations().Match(head).Groups["path"].Value;
        Fields = string.Join('&', Hidden().Matches(Encoding.UTF8.GetString(connection.Body.Span)).Select(m => $"{m.Groups["name"].Value}={Uri.EscapeDataString(WebUtility.HtmlDecode(m.Groups["value"].Value))}"));
    }

    [GeneratedRegex("""^set-cookie: (?<name>[^=\r]+)=(?<value>[^;\r]*)""", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Cookies();

    [GeneratedRegex("""^location: (?<path>[^\r]+)""", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Locations();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();
}
