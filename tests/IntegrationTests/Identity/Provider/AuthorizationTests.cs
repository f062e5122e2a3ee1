using System.Net;
using System.Text;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Provider;

public sealed class AuthorizationTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Fact]
    public async Task O11_O12_O14_O30_O35_CodeFlow_FromTheRequestToTheUser()
    {
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host);
        var answer = await browser.GrantAsync(app);
        (answer["state"], answer["iss"]).ShouldBe(("a state", Integrator.Issuer));

        var tokens = await app.TokensAsync(host, answer["code"]);
        tokens.TryGetProperty("refresh_token", out _).ShouldBeFalse();
        var id = Redemption.Payload(tokens.Text("id_token"));
        var person = await host.UserIdAsync("employee@acme.test");
        (id.Text("iss"), id.Text("aud"), id.Text("sub"), id.Text("nonce")).ShouldBe((Integrator.Issuer, app.ClientId, person.ToString(), "n-0S6_WzA2Mj"));
        id.GetProperty("amr").EnumerateArray().Select(m => m.GetString()).ShouldBe(["pwd"]);
        id.TryGetProperty("email", out _).ShouldBeFalse();
        var half = System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(tokens.Text("access_token")))[..16];
        id.Text("at_hash").ShouldBe(System.Buffers.Text.Base64Url.EncodeToString(half));
        var access = Redemption.Payload(tokens.Text("access_token"));
        (access.Text("sub"), access.Text("client_id"), access.Text("scope")).ShouldBe((person.ToString(), app.ClientId, "openid profile email"));
        access.GetProperty("auth_time").GetInt64().ShouldBe(id.GetProperty("auth_time").GetInt64());

        using var client = host.With(tokens.Text("access_token"));
        var info = await client.ReadAsync("/t/acme/connect/userinfo");
        (info.Text("sub"), info.Text("email"), info.Text("name")).ShouldBe((person.ToString(), "employee@acme.test", "Eman Yousef"));

        // A token that was granted no permission opens none, and what concerns the person alone is not for programs.
        foreach (var path in (string[])["/api/v1/me", "/api/v1/attendance/today", "/api/v1/auth/sessions"])
        {
            using var refused = await client.GetAsync(new Uri(path, UriKind.Relative));
            await refused.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        }
    }

    [Fact]
    public async Task O43_UserInfo_AnswersByScope_AndTakesTheTokenByHeaderOrBodyAlone()
    {
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host);
        var token = (await app.TokensAsync(host, (await browser.GrantAsync(app, scope: "openid attendance.read.own"))["code"])).Text("access_token");

        using var client = host.With(token);
        (await client.ReadAsync("/t/acme/connect/userinfo")).EnumerateObject().Select(m => m.Name).ShouldBe(["sub"]);
        (await client.ReadAsync("/api/v1/attendance/days")).GetProperty("items").GetArrayLength().ShouldBeGreaterThan(0);
        using var byBody = await Integrator.PostAsync(host, "/connect/userinfo", [new("access_token", token)]);
        (await byBody.ReadAsync()).Text("sub").ShouldNotBeEmpty();

        using var anonymous = host.Anonymous();
        using var byQuery = await anonymous.GetAsync(new Uri($"/t/acme/connect/userinfo?access_token={token}", UriKind.Relative));
        byQuery.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        byQuery.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"satcom\"", "no token was shown that could be wrong");
        using var wrong = await Integrator.PostAsync(host, "/connect/userinfo", [new("access_token", token + "x")]);
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        wrong.Headers.WwwAuthenticate.ToString().ShouldContain("error=\"invalid_token\"");

        using var machine = host.With((await app.TokenAsync(host)).Text("access_token"));
        using var refused = await machine.GetAsync(new Uri("/t/acme/connect/userinfo", UriKind.Relative));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        refused.Headers.WwwAuthenticate.ToString().ShouldContain("insufficient_scope");
        using var elsewhere = await client.GetAsync(new Uri("/t/globex/connect/userinfo", UriKind.Relative));
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", "")]
    [InlineData("redirect_uri", "")]
    [InlineData("redirect_uri", "https://payroll.example/cb/")]
    [InlineData("redirect_uri", "https://payroll.example/cb?x=1")]
    [InlineData("redirect_uri", "https://payroll.example/CB")]
    [InlineData("redirect_uri", "https://payroll.example:444/cb")]
    [InlineData("redirect_uri", "https://user@payroll.example/cb")]
    [InlineData("redirect_uri", "https://payroll.example/cb#x")]
    [InlineData("redirect_uri", "https://payroll.example/x/../cb")]
    [InlineData("redirect_uri", "https://payroll.example/%63b")]
    [InlineData("redirect_uri", "https://sub.payroll.example/cb")]
    [InlineData("redirect_uri", "http://payroll.example/cb")]
    [InlineData("redirect_uri", "javascript:alert(1)")]
    [InlineData("redirect_uri", "https://evil.example/\"><script>alert(1)</script>")]
    public async Task O5_O6_Authorize_WithAWrongClientOrRedirectUri_ShowsAPageAndRedirectsNowhere(string name, string value)
    {
        var app = await Integrator.WebAppAsync(host);
        var request = WebBrowser.Request(app);
        request[name] = value;
        using var browser = new WebBrowser(host);
        using var response = await browser.AuthorizeAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Headers.Location.ShouldBeNull();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var html = await response.Content.ReadAsStringAsync();
        html.ShouldNotContain("<script");
        html.ShouldNotContain("evil.example");
    }

    [Theory]
    [InlineData("response_type", "", "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_type", "code id_token", "unsupported_response_type")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("scope", "openid nothing", "invalid_scope")]
    [InlineData("scope", "openid satcom", "invalid_scope")]
    [InlineData("scope", "", "invalid_scope")]
    [InlineData("resource", "https://unknown.example", "invalid_target")]
    [InlineData("code_challenge", "", "invalid_request")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c", "invalid_request")]
    [InlineData("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c=", "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", "", "invalid_request")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("prompt", "dance", "invalid_request")]
    [InlineData("prompt", "none", "login_required")]
    [InlineData("max_age", "-1", "invalid_request")]
    [InlineData("max_age", "soon", "invalid_request")]
    [InlineData("request", "eyJ", "request_not_supported")]
    [InlineData("request_uri", "https://x.example", "request_uri_not_supported")]
    [InlineData("id_token_hint", "garbage", "invalid_request")]
    public async Task O7_O9_O12_O21_Authorize_WithAnyOtherFault_TellsTheClientWithStateAndIssuer(string name, string value, string error)
    {
        var app = await Integrator.WebAppAsync(host);
        var request = WebBrowser.Request(app);
        request[name] = value;
        using var browser = new WebBrowser(host);
        using var response = await browser.AuthorizeAsync(request);

        var answer = WebBrowser.AnswerOf(response);
        (answer["error"], answer["state"], answer["iss"]).ShouldBe((error, "a state", Integrator.Issuer));
        answer.ContainsKey("code").ShouldBeFalse();
        answer["error_description"].Length.ShouldBeGreaterThan(10);
        answer["error_description"].ShouldAllBe(c => c >= ' ' && c <= '~' && c != '"' && c != '\\');
    }

    [Fact]
    public async Task O8_O10_Authorize_RepeatedOrOverlong_IsRefusedOnAPage()
    {
        var app = await Integrator.WebAppAsync(host);
        var request = WebBrowser.Request(app);
        using var browser = new WebBrowser(host);
        foreach (var extra in (string[])["client_id=x", "redirect_uri=https://evil.example", "state=two", "anything=1&anything=2", $"x={new string('x', 7000)}&y={new string('y', 1)}&state={new string('s', 10)}", "nonce=%00"])
        {
            using var response = await browser.GetAsync($"/t/acme/connect/authorize?{WebBrowser.Encode(request)}&{extra}");
            ((int)response.StatusCode).ShouldBeInRange(400, 414);
            response.Headers.Location.ShouldBeNull();
        }

        foreach (var method in (HttpMethod[])[HttpMethod.Head, HttpMethod.Put, HttpMethod.Delete])
        {
            using var client = host.Anonymous();
            using var sent = await client.SendAsync(new HttpRequestMessage(method, new Uri($"/t/acme/connect/authorize?{WebBrowser.Encode(request)}", UriKind.Relative)));
            sent.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        }
    }

    [Fact]
    public async Task O10_O14_Authorize_ByPost_WorksAndKeepsAnyState()
    {
        var app = await Integrator.WebAppAsync(host);
        var state = new string([.. Enumerable.Range(0, 2000).Select(i => (char)(' ' + (i % 95)))]);
        var request = WebBrowser.Request(app);
        request["state"] = state;
        request["response_mode"] = "form_post";
        request["prompt"] = "none";
        using var response = await Integrator.PostAsync(host, "/connect/authorize", request);
        var html = await response.Content.ReadAsStringAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK, html);
        System.Web.HttpUtility.HtmlDecode(html).ShouldContain(state);
        html.ShouldContain("login_required");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("https://payroll.example");
    }

    [Fact]
    public async Task O10_Authorize_WithAParameterLongerThanItMayBe_IsRefused_AndOneShorterIsNot()
    {
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host);
        foreach (var (name, longest, oneMore) in ((string, string, string)[])[("state", new string('s', 2000), "s"), ("nonce", new string('n', 2000), "n"), ("scope", string.Join(' ', Enumerable.Repeat("openid", 43)), " openid")])
        {
            var request = WebBrowser.Request(app);
            request["prompt"] = "none";
            request[name] = longest;
            WebBrowser.AnswerOf(await browser.AuthorizeAsync(request))["error"].ShouldBe("login_required", name);

            request[name] += oneMore;
            using var refused = await browser.AuthorizeAsync(request);
            if (name is "scope")
            {
                WebBrowser.AnswerOf(refused)["error"].ShouldBe("invalid_scope");
            }
            else
            {
                (refused.StatusCode, refused.Headers.Location).ShouldBe((HttpStatusCode.BadRequest, null), name);
            }
        }
    }

    [Fact]
    public async Task O14_Authorize_ByQuery_KeepsAnyState_AndNeedsNoNonce()
    {
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host);
        await browser.GrantAsync(app);
        var request = WebBrowser.Request(app);
        request["prompt"] = "none";
        request["state"] = new string([.. Enumerable.Range(0, 190).Select(i => (char)(' ' + (i % 95)))]);
        request.Remove("nonce");

        var answer = WebBrowser.AnswerOf(await browser.AuthorizeAsync(request));

        answer["state"].ShouldBe(request["state"]);
        Redemption.Payload((await app.TokensAsync(host, answer["code"])).Text("id_token")).TryGetProperty("nonce", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task O13_O50_O51_Pages_AreHeldToThemselves_AndShowNothingUnescaped()
    {
        var app = await Integrator.RegisterAsync(host, new { name = "<img src=x onerror=alert(1)>", kind = "confidential", grants = Integrator.Words("authorization_code"), scopes = Integrator.Words("openid"), redirectUris = Integrator.Words(Integrator.RedirectUri) });
        var request = WebBrowser.Request(app, "openid");
        request["login_hint"] = "\"><script>alert(1)</script>";
        request["ui_locales"] = "\"><b> ar";
        using var browser = new WebBrowser(host);
        var page = await browser.FollowAsync(await browser.AuthorizeAsync(request));
        foreach (var seen in (HttpResponseMessage[])[page, await browser.SignInAsync(await browser.AuthorizeAsync(WebBrowser.Request(app, "openid")), "employee@acme.test")])
        {
            var html = await seen.Content.ReadAsStringAsync();
            html.ShouldNotContain("<script");
            html.ShouldNotContain("<img");
            html.ShouldContain("&lt;img src=x");
            var policy = seen.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldNotContain("unsafe");
            seen.Headers.CacheControl!.NoStore.ShouldBeTrue();
            seen.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            seen.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        }

        (await page.Content.ReadAsStringAsync()).ShouldContain("""<html lang="ar" dir="rtl">""");
    }

    [Fact]
    public async Task O15_PromptAndMaxAge_AreKept()
    {
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host);
        var first = Redemption.Payload((await app.TokensAsync(host, (await browser.GrantAsync(app))["code"])).Text("id_token"));

        async Task<HttpResponseMessage> AskAsync(string name, string value)
        {
            var request = WebBrowser.Request(app);
            request[name] = value;
            return await browser.AuthorizeAsync(request);
        }

        WebBrowser.AnswerOf(await AskAsync("prompt", "none")).ContainsKey("code").ShouldBeTrue();
        WebBrowser.AnswerOf(await AskAsync("max_age", "10000")).ContainsKey("code").ShouldBeTrue();
        (await AskAsync("prompt", "consent")).Headers.Location!.OriginalString.ShouldContain("/account/consent");
        var wider = WebBrowser.Request(app, "openid offline_access");
        wider["prompt"] = "none";
        WebBrowser.AnswerOf(await browser.AuthorizeAsync(wider))["error"].ShouldBe("consent_required");

        foreach (var (name, value) in ((string, string)[])[("prompt", "login"), ("max_age", "1")])
        {
            await Task.Delay(1100);
            var asked = await AskAsync(name, value);
            asked.Headers.Location!.OriginalString.ShouldContain("/account/sign-in");
            var again = WebBrowser.AnswerOf(await browser.SignInAsync(asked, "employee@acme.test"));
            var id = Redemption.Payload((await app.TokensAsync(host, again["code"])).Text("id_token"));
            id.GetProperty("auth_time").GetInt64().ShouldBeGreaterThan(first.GetProperty("auth_time").GetInt64());
        }
    }

    [Fact]
    public async Task O16_IdTokenHint_OfAnotherPerson_AsksForTheRightOne()
    {
        var app = await Integrator.WebAppAsync(host);
        using var hers = new WebBrowser(host);
        using var his = new WebBrowser(host);
        var hint = (await app.TokensAsync(host, (await hers.GrantAsync(app))["code"])).Text("id_token");
        await his.GrantAsync(app, "omar@acme.test");
        var request = WebBrowser.Request(app);
        request["id_token_hint"] = hint;
        WebBrowser.AnswerOf(await his.AuthorizeAsync(request))["error"].ShouldBe("login_required");
        WebBrowser.AnswerOf(await hers.AuthorizeAsync(request)).ContainsKey("code").ShouldBeTrue();
    }

    [Fact]
    public async Task O42_Consent_IsAskedOnce_AndDenyingTellsTheClient()
    {
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host);
        var page = await browser.SignInAsync(await browser.AuthorizeAsync(WebBrowser.Request(app)), "nadia@acme.test");
        WebBrowser.AnswerOf(await browser.ConsentAsync(page, allow: false))["error"].ShouldBe("access_denied");
        (await browser.GrantAsync(app, "nadia@acme.test")).ContainsKey("code").ShouldBeTrue();
        WebBrowser.AnswerOf(await browser.AuthorizeAsync(WebBrowser.Request(app))).ContainsKey("code").ShouldBeTrue();
    }

    [Fact]
    public async Task O49_O55_WaitingRequest_IsWorthNothingElsewhere_AndTheSessionIsNewAtEachSignIn()
    {
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host);
        var first = await browser.AuthorizeAsync(WebBrowser.Request(app));
        var location = first.Headers.Location!.OriginalString;
        using var other = new WebBrowser(host);
        await other.GrantAsync(app, "omar@acme.test");
        var handle = location[(location.IndexOf('=', StringComparison.Ordinal) + 1)..];
        foreach (var name in (string[])[handle, handle[..^1] + (handle[^1] == 'A' ? 'B' : 'A'), "x", string.Empty])
        {
            using var stolen = await other.GetAsync($"/t/acme/connect/authorize/resume?request={name}");
            stolen.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            stolen.Headers.Location.ShouldBeNull();
        }

        await browser.SignInAsync(first, "employee@acme.test");
        var cookie = browser.Cookies["satcom-session-acme"]!;
        (cookie.HttpOnly, cookie.Path).ShouldBe((true, "/"));
        var request = WebBrowser.Request(app);
        request["prompt"] = "login";
        await browser.SignInAsync(await browser.AuthorizeAsync(request), "employee@acme.test");
        string.Equals(browser.Cookies["satcom-session-acme"]!.Value, cookie.Value, StringComparison.Ordinal).ShouldBeFalse();

        for (var i = 0; i < 21; i++)
        {
            (await browser.AuthorizeAsync(request)).Dispose();
        }

        (await host.SqlAsync("SELECT max(n) FROM (SELECT count(*) n FROM pending_authorizations GROUP BY browser_hash) x")).ShouldBe(20L);
    }

    [Fact]
    public async Task O13_Form_WithoutTheProofOfItsBrowser_IsRefused()
    {
        using var browser = new WebBrowser(host);
        using var page = await browser.GetAsync("/t/acme/account/sign-in");
        using var forged = await Integrator.PostAsync(host, "/account/sign-in", [new("email", "employee@acme.test"), new("password", SatcomHost.DemoPassword), new("proof", "x")]);
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        forged.Headers.Contains("Set-Cookie").ShouldBeFalse();
        using var wrong = await browser.SubmitAsync(page, [new("email", "employee@acme.test"), new("password", "wrong")]);
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("role=\"alert\"");
    }
}
