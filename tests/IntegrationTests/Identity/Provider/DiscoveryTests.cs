using System.Net;
using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Provider;

public sealed class DiscoveryTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private static readonly string[] Documents = ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"];

    [Theory]
    [InlineData("/t/acme/.well-known/openid-configuration", null, "http://localhost:5080/t/acme")]
    [InlineData("/t/acme/.well-known/oauth-authorization-server", null, "http://localhost:5080/t/acme")]
    [InlineData("/.well-known/openid-configuration/t/acme", null, "http://localhost:5080/t/acme")]
    [InlineData("/.well-known/oauth-authorization-server/t/acme", null, "http://localhost:5080/t/acme")]
    [InlineData("/.well-known/openid-configuration", "acme.satcom.test", "http://acme.satcom.test:5080")]
    [InlineData("/.well-known/oauth-authorization-server", "globex.satcom.test", "http://globex.satcom.test:5080")]
    public async Task O1_Discovery_NamesTheIssuerAndWhatWorks(string path, string? hostName, string issuer)
    {
        using var client = host.Anonymous();
        client.DefaultRequestHeaders.Host = hostName;
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        var document = await response.ReadAsync();

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        response.Headers.CacheControl!.MaxAge.ShouldNotBeNull();
        document.Text("issuer").ShouldBe(issuer);
        foreach (var endpoint in document.EnumerateObject().Where(m => m.Name.EndsWith("_endpoint", StringComparison.Ordinal) || m.Name is "jwks_uri"))
        {
            endpoint.Value.GetString()!.ShouldStartWith(issuer + "/");
            using var reached = await client.GetAsync(new Uri(endpoint.Value.GetString()![new Uri(issuer).GetLeftPart(UriPartial.Authority).Length..], UriKind.Relative));
            reached.StatusCode.ShouldNotBe(HttpStatusCode.NotFound, endpoint.Name);
        }

        Values("code_challenge_methods_supported").ShouldBe(["S256"]);
        Values("response_types_supported").ShouldBe(["code"]);
        foreach (var endpoint in (string[])["token", "introspection", "revocation"])
        {
            Values($"{endpoint}_endpoint_auth_methods_supported").Contains("private_key_jwt", StringComparer.Ordinal).ShouldBeTrue();
            Values($"{endpoint}_endpoint_auth_signing_alg_values_supported").ShouldBe(["RS256", "ES256"]);
        }

        document.GetProperty("authorization_response_iss_parameter_supported").GetBoolean().ShouldBeTrue();

        IEnumerable<string?> Values(string name) => document.GetProperty(name).EnumerateArray().Select(v => v.GetString());
    }

    [Theory]
    [InlineData("prompt_values_supported", "prompt", "dance")]
    [InlineData("response_types_supported", "response_type", "token")]
    [InlineData("response_modes_supported", "response_mode", "fragment")]
    [InlineData("code_challenge_methods_supported", "code_challenge_method", "plain")]
    public async Task O1_Discovery_NamesEachValueThatIsAccepted_AndNoOther(string list, string parameter, string other)
    {
        using var client = host.Anonymous();
        var values = (await client.ReadAsync("/t/acme/.well-known/openid-configuration")).GetProperty(list).EnumerateArray().Select(v => v.GetString()!).ToList();
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host);
        foreach (var value in values.Append(other))
        {
            var request = WebBrowser.Request(app);
            request[parameter] = value;
            using var response = await browser.AuthorizeAsync(request);
            var location = response.Headers.Location?.OriginalString ?? string.Empty;

            // Nobody is signed in: who may be asked is shown the sign-in page.
            if (value is "none")
            {
                location.ShouldContain("error=login_required");
            }
            else if (string.Equals(value, other, StringComparison.Ordinal))
            {
                location.ShouldContain("error=");
            }
            else
            {
                location.ShouldStartWith("/t/acme/account/sign-in", Case.Sensitive, value);
            }
        }

        if (parameter is "prompt")
        {
            values.ShouldBe(["none", "login", "consent", "select_account"]);
        }
    }

    [Fact]
    public async Task O1_O11_O12_O35_O43_O46_CodeFlow_AtTheTenantsOwnHost_StaysThereToItsEnd()
    {
        var issuer = new Uri("http://acme.satcom.test:5080");
        using var anonymous = host.Anonymous();
        anonymous.DefaultRequestHeaders.Host = issuer.Host;
        var discovery = await anonymous.ReadAsync("/.well-known/openid-configuration");
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host, issuer);

        // Sign-in, consent and the way back.
        using var asked = await browser.AuthorizeAsync(WebBrowser.Request(app, "openid email offline_access"));
        asked.Headers.Location!.OriginalString.ShouldStartWith("/account/sign-in?");
        using var page = await browser.GetAsync(asked.Headers.Location.OriginalString);
        using var consent = await browser.FollowAsync(await browser.SubmitAsync(page, [new("email", "staff@acme.test"), new("password", SatcomHost.DemoPassword)]));
        foreach (var seen in (HttpResponseMessage[])[page, consent])
        {
            seen.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await seen.Content.ReadAsStringAsync()).ShouldNotContain("/t/acme");
        }

        var answer = WebBrowser.AnswerOf(await browser.ConsentAsync(consent));
        answer["iss"].ShouldBe(Named("issuer"));
        Named("issuer").ShouldBe(issuer.OriginalString);

        // The token, its refresh, and what it opens.
        var tokens = await SendAsync("token_endpoint", Redemption.Form(answer["code"]));
        var id = Redemption.Payload(tokens.Text("id_token"));
        (id.Text("iss"), id.Text("aud"), id.Text("sub")).ShouldBe((issuer.OriginalString, app.ClientId, (await host.UserIdAsync("staff@acme.test")).ToString()));
        Redemption.Payload(tokens.Text("access_token")).Text("iss").ShouldBe(issuer.OriginalString);
        var refreshed = await SendAsync("token_endpoint", [new("grant_type", "refresh_token"), new("refresh_token", tokens.Text("refresh_token"))]);
        Redemption.Payload(refreshed.Text("id_token")).Text("iss").ShouldBe(issuer.OriginalString);
        (await SendAsync("introspection_endpoint", [new("token", refreshed.Text("access_token"))])).Text("iss").ShouldBe(issuer.OriginalString);
        using var client = host.With(refreshed.Text("access_token"));
        client.DefaultRequestHeaders.Host = issuer.Host;
        (await client.ReadAsync(PathOf("userinfo_endpoint"))).Text("email").ShouldBe("staff@acme.test");

        // A device is sent to the same host, and a sign-out ends there.
        var tv = await Integrator.RegisterAsync(host, new { name = "TV", kind = "public", grants = Integrator.Words("urn:ietf:params:oauth:grant-type:device_code"), scopes = Integrator.Words("openid") });
        using var begun = await anonymous.PostAsync(new Uri(PathOf("device_authorization_endpoint"), UriKind.Relative), new FormUrlEncodedContent([new("client_id", tv.ClientId), new("scope", "openid")]));
        (await begun.ReadAsync()).Text("verification_uri").ShouldBe(issuer.OriginalString + "/account/device");
        using var left = await browser.GetAsync($"{PathOf("end_session_endpoint")}?{WebBrowser.Encode([new("id_token_hint", refreshed.Text("id_token"))])}");
        left.Headers.Location!.OriginalString.ShouldBe("/account/signed-out");
        using var said = await browser.FollowAsync(left);
        said.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = await browser.AuthorizeAsync(WebBrowser.Request(app));
        again.Headers.Location!.OriginalString.ShouldStartWith("/account/sign-in?");

        string Named(string name) => discovery.Text(name);

        string PathOf(string name)
        {
            Named(name).ShouldStartWith(issuer.OriginalString + "/");
            return Named(name)[issuer.OriginalString.Length..];
        }

        async Task<JsonElement> SendAsync(string endpoint, IEnumerable<KeyValuePair<string, string>> form)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(PathOf(endpoint), UriKind.Relative)) { Content = new FormUrlEncodedContent(form) };
            request.Headers.Authorization = app.Basic();
            using var response = await anonymous.SendAsync(request);
            return await response.ReadAsync();
        }
    }

    [Fact]
    public async Task O2_Discovery_WithForgedHeaders_KeepsTheConfiguredIssuer()
    {
        foreach (var document in Documents)
        {
            using var client = host.Anonymous();
            client.DefaultRequestHeaders.Host = "evil.example";
            client.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");
            client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "gopher");
            using var response = await client.GetAsync(new Uri("/t/acme" + document, UriKind.Relative));
            (await response.ReadAsync()).Text("issuer").ShouldBe("http://localhost:5080/t/acme");
        }
    }

    [Theory]
    [InlineData("nowhere.satcom.test", "", null, HttpStatusCode.NotFound)]
    [InlineData("evil.example", "", null, HttpStatusCode.NotFound)]
    [InlineData("evil.example", "", "acme", HttpStatusCode.NotFound)]
    [InlineData(null, "", "acme", HttpStatusCode.NotFound)]
    [InlineData(null, "/t/nowhere", null, HttpStatusCode.NotFound)]
    [InlineData("globex.satcom.test", "/t/acme", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "/t/acme", "globex", HttpStatusCode.Forbidden)]
    [InlineData("acme.satcom.test", "", "globex", HttpStatusCode.Forbidden)]
    [InlineData("acme.satcom.test", "/t/acme", "acme", HttpStatusCode.OK)]
    public async Task O2_Discovery_WhereNoTenantIsNamedOrSeveral_IsNotThere(string? hostName, string prefix, string? header, HttpStatusCode expected)
    {
        using var client = host.Anonymous();
        client.DefaultRequestHeaders.Host = hostName;
        if (header is not null)
        {
            client.DefaultRequestHeaders.Add("X-Tenant", header);
        }

        using var response = await client.GetAsync(new Uri(prefix + Documents[0], UriKind.Relative));
        response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task O3_Jwks_ShowsPublicMembersAlone()
    {
        using var client = host.Anonymous();
        var keys = (await client.ReadAsync("/t/acme/.well-known/jwks.json")).GetProperty("keys").EnumerateArray().ToList();

        foreach (var key in keys)
        {
            key.EnumerateObject().Select(m => m.Name).Where(m => m is "d" or "p" or "q" or "dp" or "dq" or "qi" or "k" or "oth").ShouldBeEmpty();
            key.Text("use").ShouldBe("sig");
        }

        var rsa = keys.Single(k => k.Text("alg") is "RS256");
        System.Buffers.Text.Base64Url.DecodeFromChars(rsa.Text("n")).Length.ShouldBeGreaterThanOrEqualTo(256);
        keys.Select(k => k.Text("kid")).Distinct(StringComparer.Ordinal).Count().ShouldBe(keys.Count);
    }

    [Fact]
    public async Task O50_PublicDocuments_MayBeReadByEveryPage_AndNeverWithCookies()
    {
        foreach (var path in (string[])["/t/acme/.well-known/openid-configuration", "/.well-known/jwks.json"])
        {
            using var client = host.Anonymous();
            client.DefaultRequestHeaders.Add("Origin", "https://anywhere.example");
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
            response.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        }
    }
}
