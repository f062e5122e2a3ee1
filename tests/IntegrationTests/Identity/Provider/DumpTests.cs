using System.Buffers.Text;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Tokens;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity.Provider;

/// <summary>O57: whoever steals a copy of the database comes in nowhere with it.</summary>
public sealed partial class DumpTests : IAsyncLifetime
{
    /// <summary>Of each column so many values are tried, for they are all made alike.</summary>
    private const int TriedOfAColumn = 8;

    private const string WrongPassword = "Wrong!Lantern-Secret9";
    private const string Person = "employee@globex.test";
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    /// <summary>The template's keys are sealed under the second one.</summary>
    private static readonly string KeyEncryptionKey = Convert.ToBase64String([.. Enumerable.Range(60, 32).Select(i => (byte)i)]);

    private readonly SignInHost _host = new();
    private readonly Wiretap _wiretap = new();
    private HttpClient _client = null!;

    private SatcomHost Host => _host.Host;

    public async ValueTask InitializeAsync()
    {
        _wiretap.Watch(Host);
        Host.Settings["Satcom:Keys:KeyEncryptionKey"] = $"{KeyEncryptionKey},{Convert.ToBase64String(new byte[32])}";
        await _host.InitializeAsync();
        _client = _wiretap.Client(Host);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        _wiretap.Dispose();
    }

    [Fact]
    public async Task O56_O57_DumpLogsTracesMetricsAndErrors_AfterABusyDay_YieldNothingThatOpensAnything()
    {
        // Each way is one that opens for the right secret, or the tries below would say nothing.
        var day = await LiveAsync();
        foreach (var (way, secret) in day.Good)
        {
            (await OpenedByAsync(secret, day)).ShouldBe(way);
        }

        day = await LiveAsync();
        await CarryInAddressesAsync(day);
        var dump = await Dump.ReadAsync(Host);

        dump.Texts.Any(t => string.Equals(t.Place, "audit_entries.after", StringComparison.Ordinal)).ShouldBeTrue();
        dump.Bytes.Any(b => string.Equals(b.Place, "signing_keys.sealed_private_key", StringComparison.Ordinal)).ShouldBeTrue();
        foreach (var (what, secret) in day.Secrets)
        {
            dump.PlacesOf(secret).ShouldBeEmpty($"{what} can be read.");
        }

        dump.Texts.Where(t => t.Text.Contains("PRIVATE KEY", StringComparison.Ordinal) || t.Text.Contains("\"d\":", StringComparison.Ordinal)).ShouldBeEmpty();
        dump.Bytes.Where(b => IsPrivateKey(b.Bytes)).Select(b => b.Place).ShouldBeEmpty();

        dump.Texts.Where(t => string.Equals(t.Text, day.Code, StringComparison.Ordinal)).ShouldBeEmpty();
        dump.Bytes.Where(b => b.Bytes.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(day.Code))).ShouldBeEmpty();

        var tried = 0;
        foreach (var (place, candidates) in Candidates(dump, day))
        {
            foreach (var text in candidates)
            {
                (await OpenedByAsync(text, day)).ShouldBeNull($"A value of {place} is a credential.");
                tried++;
            }
        }

        tried.ShouldBeGreaterThan(300);
        await HearNothingOfAsync(day.Code, [.. day.Secrets, ("key-encryption key", KeyEncryptionKey), ("wrong password", WrongPassword)]);

        TestContext.Current.TestOutputHelper?.WriteLine($"{tried} values tried");
    }

    /// <summary>Secrets that stand in an address, where logs and traces find them first, and one that is wrong.</summary>
    private async Task CarryInAddressesAsync(Day day)
    {
        string Secret(string way) => day.Good.Single(g => string.Equals(g.Way, way, StringComparison.Ordinal)).Secret;
        using var page = await _client.GetAsync(new Uri($"/t/acme/account/password?token={Secret("link")}", UriKind.Relative));
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var hub = await _client.PostAsync(new Uri($"/hubs/satcom/negotiate?negotiateVersion=1&access_token={Secret("bearer")}", UriKind.Relative), content: null);
        hub.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var strange = await _client.GetAsync(new Uri($"/api/v1/users?{Secret("refresh")}={Secret("code")}", UriKind.Relative));
        strange.StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest);
        using var feed = await _client.GetAsync(new Uri($"/calendars/leave/{Secret("leave feed")}.ics", UriKind.Relative));
        feed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await IsTakenAsync(SignInHost.Login, new { email = Person, password = WrongPassword })).ShouldBeFalse();
        (await IsTakenAsync("/api/v1/auth/refresh", new { refreshToken = new[] { Secret("refresh") } })).ShouldBeFalse();
    }

    /// <summary>O56: nobody who watches the service hears a secret, or a part of one that is as good.</summary>
    private async Task HearNothingOfAsync(string code, IReadOnlyList<(string What, string Secret)> secrets)
    {
        // Each way of watching hears what is said there, or the searches below would say nothing.
        const string Marker = "scs_planted-marker-of-a-secret";
        Host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Planted").Log(LogLevel.Trace, default, Marker, exception: null, static (text, _) => text);
        using (var source = new ActivitySource("Planted"))
        {
            source.StartActivity("planted")?.SetTag("secret", Marker).Stop();
        }

        using (var meter = new Meter("Satcom"))
        {
            meter.CreateCounter<long>("satcom.planted").Add(1, new KeyValuePair<string, object?>("secret", Marker));
            using var refused = await _client.GetAsync(new Uri($"/api/v1/{Marker}", UriKind.Relative));
            (await refused.Content.ReadAsStringAsync()).ShouldNotBeEmpty();
            var planted = (await _wiretap.HeardAsync(Host)).PlacesOf(Marker).ToList();
            planted.ShouldContain("logs", StringComparer.Ordinal);
            planted.ShouldContain("traces", StringComparer.Ordinal);
            planted.ShouldContain("metrics", StringComparer.Ordinal);
            TestContext.Current.TestOutputHelper?.WriteLine($"The marker was found in {string.Join(", ", planted)}.");
        }

        var heard = await _wiretap.HeardAsync(Host);
        heard.Texts.Single(t => string.Equals(t.Place, "problems", StringComparison.Ordinal)).Text.ShouldContain("traceId");
        heard.Texts.Single(t => string.Equals(t.Place, "metrics", StringComparison.Ordinal)).Text.ShouldContain("satcom_");
        foreach (var (what, secret) in secrets)
        {
            heard.PlacesOf(secret).ShouldBeEmpty($"{what} can be heard.");
            if (secret.Split('.') is [_, _, { Length: > 40 } signature])
            {
                heard.PlacesOf(signature).ShouldBeEmpty($"The signature of {what} can be heard.");
            }
        }

        // A number of its own, and no part of a longer one or of a duration.
        var digits = new Regex($"(?<![0-9.]){code}(?![0-9.])", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        heard.Texts.Where(t => digits.IsMatch(t.Text)).Select(t => t.Place).ShouldBeEmpty("The one-time code can be heard.");
        heard.Texts.Where(t => t.Text.Contains("PRIVATE KEY", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>What a thief would make of the values: the text itself; and of bytes each kind of opaque secret that they could be part of.</summary>
    private static IEnumerable<(string Place, IEnumerable<string> Candidates)> Candidates(Dump dump, Day day)
    {
        foreach (var column in dump.Texts.Where(t => t.Text.Length is >= 20 and <= 2000 && !t.Text.Any(char.IsWhiteSpace) && t.Text.All(char.IsAscii)).GroupBy(t => t.Place, t => t.Text, StringComparer.Ordinal))
        {
            yield return (column.Key, column.Distinct(StringComparer.Ordinal).Take(TriedOfAColumn));
        }

        foreach (var column in dump.Bytes.GroupBy(b => b.Place, b => b.Bytes, StringComparer.Ordinal))
        {
            yield return (column.Key, column.Take(TriedOfAColumn).SelectMany(b => OfBytes(b, day)));
        }
    }

    private static IEnumerable<string> OfBytes(byte[] bytes, Day day)
    {
        if (bytes.All(b => b is > 0x20 and < 0x7f))
        {
            yield return Encoding.ASCII.GetString(bytes);
        }

        if (bytes.Length is not (32 or 48))
        {
            yield break;
        }

        foreach (var (prefix, tenant) in day.Kinds)
        {
            yield return $"{prefix}_{Base64Url.EncodeToString(bytes.Length == 48 ? bytes : [.. tenant, .. bytes])}";
        }
    }

    private static bool IsPrivateKey(byte[] bytes)
    {
        using var rsa = RSA.Create();
        using var ec = ECDsa.Create();
        foreach (var import in (Action[])[() => rsa.ImportPkcs8PrivateKey(bytes, out _), () => rsa.ImportRSAPrivateKey(bytes, out _), () => ec.ImportPkcs8PrivateKey(bytes, out _), () => ec.ImportECPrivateKey(bytes, out _)])
        {
            try
            {
                import();
                return true;
            }
            catch (CryptographicException)
            {
                // No key of this kind.
            }
        }

        return false;
    }

    /// <summary>The way by which the text opens something; null when it opens nothing. A text is tried wherever its kind could be taken, one without a kind everywhere.</summary>
    private async Task<string?> OpenedByAsync(string text, Day day)
    {
        var kind = text.Length > 4 && text[3] == '_' ? text[..3] : null;
        foreach (var (way, prefix, open) in Ways(day))
        {
            if ((kind is null || string.Equals(kind, prefix, StringComparison.Ordinal)) && await open(text))
            {
                return way;
            }
        }

        return null;
    }

    private (string Way, string Prefix, Func<string, Task<bool>> Open)[] Ways(Day day) =>
    [
        ("bearer", string.Empty, async text => (await SendAsync(HttpMethod.Get, "/api/v1/me", "Authorization", "Bearer " + text)).Status != HttpStatusCode.Unauthorized),
        ("refresh", "srt", text => IsTakenAsync("/api/v1/auth/refresh", new { refreshToken = text })),
        ("link", "spl", text => IsTakenAsync("/api/v1/auth/password/reset", new { token = text, newPassword = "a long pass phrase of nobody" })),
        ("challenge", "sdc", text => IsTakenAsync("/api/v1/auth/device/verify", new { challengeId = text, code = day.Code })),
        ("client refresh", "sor", text => IsGrantedAsync(day.App, "refresh_token", new KeyValuePair<string, string>("refresh_token", text))),
        ("code", "sac", text => IsGrantedAsync(day.App, "authorization_code", new("code", text), new("redirect_uri", Integrator.RedirectUri), new("code_verifier", WebBrowser.Verifier))),
        ("device code", "sdg", text => IsGrantedAsync(day.Screen, DeviceGrant, new KeyValuePair<string, string>("device_code", text))),
        ("client secret", "scs", text => IsGrantedAsync(day.App with { Secret = text }, "client_credentials")),
        ("session cookie", "sbs", async text =>
        {
            var (_, location) = await SendAsync(HttpMethod.Get, $"/t/acme/connect/authorize?{WebBrowser.Encode(WebBrowser.Request(day.App))}&prompt=none", "Cookie", $"satcom-session-acme={text}");
            return !location!.Contains("login_required", StringComparison.Ordinal);
        }),
        ("browser cookie", "sbr", text => ResumesAsync(day.Handle, text)),
        ("waiting request", "spa", text => ResumesAsync(text, day.BrowserCookie)),
        ("leave feed", "slf", async text => (await SendAsync(HttpMethod.Get, $"/calendars/leave/{Uri.EscapeDataString(text)}.ics", "Accept", "*/*")).Status == HttpStatusCode.OK),
        ("device token", "sdt", async text =>
        {
            var token = text.Contains('.', StringComparison.Ordinal) ? text : $"{text}.{day.DeviceId}";
            using var response = await _client.PostAsJsonAsync(SignInHost.Login, new { email = Person, password = SatcomHost.DemoPassword, device = new { fingerprint = "thief", name = "Thief", token } });
            return (await response.Content.ReadAsStringAsync()).Contains("accessToken", StringComparison.Ordinal);
        }),
    ];

    private async Task<(HttpStatusCode Status, string? Location)> SendAsync(HttpMethod method, string path, string header, string value)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await _client.SendAsync(request);
        ((int)response.StatusCode).ShouldBeLessThan(500);
        return (response.StatusCode, response.Headers.Location?.OriginalString);
    }

    private async Task<bool> IsTakenAsync(string path, object body)
    {
        using var response = await _client.PostAsJsonAsync(path, body);
        ((int)response.StatusCode).ShouldBeLessThan(500);
        return response.IsSuccessStatusCode;
    }

    private async Task<bool> IsGrantedAsync(Integrator client, string grant, params KeyValuePair<string, string>[] form)
    {
        List<KeyValuePair<string, string>> fields = [new("grant_type", grant), new("client_id", client.ClientId), .. form];
        if (client.Secret is { } secret)
        {
            fields.Add(new("client_secret", secret));
        }

        using var content = new FormUrlEncodedContent(fields);
        using var response = await _client.PostAsync(new Uri("/t/acme/connect/token", UriKind.Relative), content);
        ((int)response.StatusCode).ShouldBeLessThan(500);

        // A device that is told to wait has been recognised.
        return response.StatusCode == HttpStatusCode.OK || (await response.Content.ReadAsStringAsync()).Contains("authorization_pending", StringComparison.Ordinal);
    }

    private async Task<bool> ResumesAsync(string handle, string browserCookie) =>
        (await SendAsync(HttpMethod.Get, $"/t/acme/connect/authorize/resume?request={Uri.EscapeDataString(handle)}", "Cookie", $"satcom-browser-acme={browserCookie}")).Status != HttpStatusCode.BadRequest;

    /// <summary>Sign-ins of every kind, some finished and some under way, so that each table holds what it ever holds.</summary>
    private async Task<Day> LiveAsync()
    {
        var app = await Integrator.WebAppAsync(Host);
        var screen = await Integrator.RegisterAsync(Host, new { name = "Screen", kind = "public", grants = Integrator.Words(DeviceGrant), scopes = Integrator.Words("openid") });
        await Signer.RegisterAsync(Host, _host.Clock, TestTokens.Es);

        // A device that was proved and is trusted, a refresh whose answer can be had again, and a sign-in that waits for its code.
        var proved = await _host.ProveAsync(Person);
        using var client = Host.Anonymous();
        var refreshed = await client.SendAsync("/api/v1/auth/refresh", new { refreshToken = proved.Text("refreshToken") });
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        var before = await _host.CountAsync("hr@globex.test");
        var challenge = (await _host.LoginAsync("hr@globex.test", name: "Other")).GetProperty("deviceVerification").Text("challengeId");
        var code = await _host.CodeAsync("hr@globex.test", before + 1);

        // A link for a new password.
        var links = (await LinksAsync()).Count;
        using var forgot = await client.PostAsJsonAsync("/api/v1/auth/password/forgot", new { email = "staff@acme.test", tenant = "acme" });
        forgot.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var link = (await HostWork.EventuallyAsync(LinksAsync, l => l.Count > links))[^1];

        // A browser with a session, a grant that was used, a code that was not, and a request that waits.
        using var browser = new WebBrowser(Host);
        var tokens = await app.TokensAsync(Host, (await browser.GrantAsync(app, scope: "openid offline_access attendance.read.own"))["code"]);
        using var rotated = await app.RefreshAsync(Host, tokens.Text("refresh_token"));
        var (unspent, next) = ((await browser.GrantAsync(app))["code"], (await rotated.ReadAsync()).Text("refresh_token"));
        using var stranger = new WebBrowser(Host);
        using var waiting = await stranger.AuthorizeAsync(WebBrowser.Request(app));
        var location = waiting.Headers.Location!.OriginalString;
        var handle = location[(location.IndexOf('=', StringComparison.Ordinal) + 1)..];
        using var begun = await Integrator.PostAsync(Host, "/connect/device_authorization", [new("client_id", screen.ClientId), new("scope", "openid")]);
        var device = await begun.ReadAsync();

        var (session, browserCookie) = (browser.Cookies["satcom-session-acme"]!.Value, stranger.Cookies["satcom-browser-acme"]!.Value);
        var deviceToken = proved.Text("deviceToken");
        var own = (await app.TokenAsync(Host)).Text("access_token");
        using var eman = await Host.FreshAsync("employee@acme.test");
        var feed = new Uri((await eman.SendAsync("/api/v1/leaves/feed", new { scope = "own" }, HttpStatusCode.Created)).Text("url")).Segments[^1].Replace(".ics", string.Empty, StringComparison.Ordinal);
        (string, string)[] good =
        [
            ("bearer", refreshed.Text("accessToken")), ("waiting request", handle), ("browser cookie", browserCookie), ("session cookie", session), ("client secret", app.Secret!), ("device code", device.Text("device_code")),
            ("code", unspent), ("client refresh", next), ("refresh", refreshed.Text("refreshToken")), ("challenge", challenge), ("device token", deviceToken), ("link", link), ("leave feed", feed),
        ];
        (string, string)[] others =
        [
            ("spent refresh", proved.Text("refreshToken")), ("spent client refresh", tokens.Text("refresh_token")), ("client's access", tokens.Text("access_token")), ("id", tokens.Text("id_token")), ("own access", own),
            ("user code", device.Text("user_code")), ("password", SatcomHost.DemoPassword), ("the other browser's cookie", browser.Cookies["satcom-browser-acme"]!.Value),
        ];
        var (acme, globex) = (await TenantAsync("acme"), await TenantAsync("globex"));
        (string, byte[])[] kinds =
            [("srt", globex), ("sdt", globex), ("sdc", globex), ("spl", acme), ("sor", acme), ("sac", acme), ("scs", acme), ("sdg", acme), ("sbs", acme), ("sbr", acme), ("spa", acme), ("slf", acme)];
        return new Day(kinds, app, screen, handle, browserCookie, deviceToken[(deviceToken.IndexOf('.', StringComparison.Ordinal) + 1)..], code, good, [.. good, .. others]);
    }

    private async Task<byte[]> TenantAsync(string slug) => ((Guid)(await Host.SqlAsync("SELECT id FROM tenants WHERE slug = $1", slug))!).ToByteArray(bigEndian: true);

    /// <summary>The links that a person was mailed, the newest last.</summary>
    private async Task<IReadOnlyList<string>> LinksAsync() => [.. (await _host.Inbox.ReadAsync("staff@acme.test")).Select(m => LinkToken().Match(m.Text)).Where(m => m.Success).Select(m => m.Value)];

    [GeneratedRegex("spl_[A-Za-z0-9_-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinkToken();

    /// <param name="Kinds">The prefix of each kind of opaque secret, and the tenant that the day's secret of that kind is of.</param>
    /// <param name="Code">The one-time code of the sign-in that waits.</param>
    /// <param name="Good">Secrets that open something, by the way that they open it.</param>
    /// <param name="Secrets">These and all others.</param>
    private sealed record Day(
        IReadOnlyList<(string Prefix, byte[] Tenant)> Kinds, Integrator App, Integrator Screen, string Handle, string BrowserCookie, string DeviceId, string Code, IReadOnlyList<(string Way, string Secret)> Good, IReadOnlyList<(string What, string Secret)> Secrets);
}
