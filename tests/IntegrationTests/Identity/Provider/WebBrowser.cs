using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Provider;

/// <summary>A browser without script: it keeps cookies, fills in forms, and stops at each redirect.</summary>
internal sealed partial class WebBrowser : IDisposable
{
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private readonly HttpClientHandler _handler;
    private readonly HttpClient _client;
    private readonly Func<Uri> _node;
    private readonly string _prefix;
    private readonly string? _hostName;

    public WebBrowser(SatcomHost host, string tenant = "acme")
        : this(() => host.BaseAddress, tenant)
    {
    }

    /// <summary>A browser that went to a tenant's own host, such as acme.satcom.test, so that no path names it.</summary>
    public WebBrowser(SatcomHost host, Uri issuer)
        : this(() => host.BaseAddress, string.Empty)
    {
        _hostName = issuer.Host;
        _prefix = string.Empty;
    }

    /// <summary>A browser in front of several nodes: each request asks where it goes. Cookies are kept for all of them.</summary>
    public WebBrowser(Func<Uri> node, string tenant)
    {
        _handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = true };
        _client = new HttpClient(_handler);
        _node = node;
        _prefix = $"/t/{tenant}";
    }

    /// <summary>What is done to each request before it is sent.</summary>
    public Action<HttpRequestMessage>? Sending { get; set; }

    public CookieCollection Cookies => _handler.CookieContainer.GetCookies(_node());

    /// <summary>The parameters of a good request.</summary>
    public static Dictionary<string, string> Request(Integrator client, string scope = "openid profile email") => new(StringComparer.Ordinal)
    {
        ["client_id"] = client.ClientId,
        ["redirect_uri"] = Integrator.RedirectUri,
        ["response_type"] = "code",
        ["scope"] = scope,
        ["state"] = "a state",
        ["nonce"] = "n-0S6_WzA2Mj",
        ["code_challenge"] = Challenge,
        ["code_challenge_method"] = "S256",
    };

    public void SetCookie(string name, string value) => _handler.CookieContainer.Add(_node(), new Cookie(name, value));

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path.StartsWith('/') ? path : "/" + path);

    public async Task<HttpResponseMessage> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> form)
    {
        using var content = new FormUrlEncodedContent(form);
        return await SendAsync(HttpMethod.Post, path, content);
    }

    public Task<HttpResponseMessage> AuthorizeAsync(IEnumerable<KeyValuePair<string, string>> parameters) => GetAsync($"{_prefix}/connect/authorize?{Encode(parameters)}");

    public static string Encode(IEnumerable<KeyValuePair<string, string>> parameters) => string.Join('&', parameters.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));

    /// <summary>Goes where the answer leads, as long as that is one of our own pages or steps.</summary>
    public async Task<HttpResponseMessage> FollowAsync(HttpResponseMessage response)
    {
        while (response.StatusCode == HttpStatusCode.SeeOther && response.Headers.Location is { } location && !(location.IsAbsoluteUri && location.Scheme is not "file"))
        {
            response.Dispose();
            response = await GetAsync(location.OriginalString);
        }

        return response;
    }

    /// <summary>The hidden fields of the page's first form.</summary>
    public static async Task<Dictionary<string, string>> FormAsync(HttpResponseMessage page) => (await ReadFormAsync(page)).Values;

    /// <summary>Fills in the page's first form and sends it.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(HttpResponseMessage page, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var (action, values) = await ReadFormAsync(page);
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        return await PostAsync(action, values);
    }

    /// <summary>Signs in on the page that the answer leads to.</summary>
    public async Task<HttpResponseMessage> SignInAsync(HttpResponseMessage response, string email, string password = SatcomHost.DemoPassword)
    {
        var page = await FollowAsync(response);
        return await FollowAsync(await SubmitAsync(page, [new("email", email), new("password", password)]));
    }

    public async Task<HttpResponseMessage> ConsentAsync(HttpResponseMessage page, bool allow = true) => await FollowAsync(await SubmitAsync(page, [new("decision", allow ? "allow" : "deny")]));

    /// <summary>All the way from the request to the parameters that the client gets.</summary>
    public async Task<Dictionary<string, string>> GrantAsync(Integrator client, string email = "employee@acme.test", string scope = "openid profile email")
    {
        var response = await AuthorizeAsync(Request(client, scope));
        if (response.Headers.Location?.OriginalString.Contains("/sign-in", StringComparison.Ordinal) == true)
        {
            response = await SignInAsync(response, email);
        }

        response = await FollowAsync(response);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            response = await ConsentAsync(response);
        }

        return AnswerOf(response);
    }

    /// <summary>The parameters that a client is sent back.</summary>
    public static Dictionary<string, string> AnswerOf(HttpResponseMessage response, string redirectUri = Integrator.RedirectUri)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var location = response.Headers.Location!;
        location.GetLeftPart(UriPartial.Path).ShouldBe(redirectUri);
        var query = HttpUtility.ParseQueryString(location.Query);
        return query.AllKeys.ToDictionary(k => k!, k => query[k]!, StringComparer.Ordinal);
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    private static async Task<(string Action, Dictionary<string, string> Values)> ReadFormAsync(HttpResponseMessage page)
    {
        var html = await page.Content.ReadAsStringAsync();
        page.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Unauthorized);
        var form = Form().Match(html);
        form.Success.ShouldBeTrue(html);
        return (HttpUtility.HtmlDecode(form.Groups["action"].Value), Hidden().Matches(form.Value).ToDictionary(m => m.Groups["name"].Value, m => HttpUtility.HtmlDecode(m.Groups["value"].Value), StringComparer.Ordinal));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_node(), path)) { Content = content };
        request.Headers.Host = _hostName;
        Sending?.Invoke(request);
        return await _client.SendAsync(request);
    }

    [GeneratedRegex("""<form[^>]*action="(?<action>[^"]*)".*?</form>""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();
}

/// <summary>A client's back channel for codes and refresh tokens.</summary>
internal static class Redemption
{
    public static Dictionary<string, string> Form(string code, string verifier = WebBrowser.Verifier) => new(StringComparer.Ordinal)
    {
        ["grant_type"] = "authorization_code",
        ["code"] = code,
        ["redirect_uri"] = Integrator.RedirectUri,
        ["code_verifier"] = verifier,
    };

    public static Task<HttpResponseMessage> RedeemAsync(this Integrator client, SatcomHost host, string code, Action<Dictionary<string, string>>? change = null, string tenant = "acme")
    {
        var form = Form(code);
        change?.Invoke(form);
        return Integrator.PostAsync(host, "/connect/token", form, client.Basic(), tenant);
    }

    public static async Task<JsonElement> TokensAsync(this Integrator client, SatcomHost host, string code)
    {
        using var response = await client.RedeemAsync(host, code);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return await response.ReadAsync();
    }

    public static Task<HttpResponseMessage> RefreshAsync(this Integrator client, SatcomHost host, string refreshToken, string? scope = null) =>
        Integrator.PostAsync(
            host, "/connect/token", [new("grant_type", "refresh_token"), new("refresh_token", refreshToken), .. scope is null ? (KeyValuePair<string, string>[])[] : [new("scope", scope)]], client.Basic());

    public static string S256(string verifier) => System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    public static JsonElement Payload(string token) => JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));
}
