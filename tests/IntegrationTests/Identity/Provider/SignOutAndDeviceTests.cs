using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Provider;

public sealed class SignOutAndDeviceTests(FreshHost fresh) : IClassFixture<FreshHost>, IAsyncLifetime
{
    private readonly SteppedTime _clock = fresh.Clock;
    private readonly SatcomHost _host = fresh.Host;

    public ValueTask InitializeAsync() => fresh.BeginAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task O46_O48_EndSession_WithTheHint_EndsTheSessionAndWhatWasGrantedInIt()
    {
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        var lasting = await app.TokensAsync(_host, (await browser.GrantAsync(app, scope: "openid offline_access"))["code"]);
        var passing = await app.TokensAsync(_host, (await browser.GrantAsync(app, scope: "openid"))["code"]);
        _clock.Advance(TimeSpan.FromHours(1));

        using var response = await browser.GetAsync("/t/acme/connect/endsession?" + WebBrowser.Encode(
            [new("id_token_hint", passing.Text("id_token")), new("post_logout_redirect_uri", "https://payroll.example/bye"), new("state", "x y")]));
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        response.Headers.Location!.OriginalString.ShouldBe("https://payroll.example/bye?state=x%20y");
        (await app.IntrospectAsync(_host, passing.Text("access_token"))).GetProperty("active").GetBoolean().ShouldBeFalse();
        using var refreshed = await app.RefreshAsync(_host, lasting.Text("refresh_token"));
        refreshed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.AuthorizeAsync(WebBrowser.Request(app))).Headers.Location!.OriginalString.ShouldContain("/account/sign-in");
        (await _host.SqlAsync("SELECT count(*) FROM sessions s JOIN browser_sessions b ON b.session_id = s.id WHERE s.ended_at IS NULL")).ShouldBe(0L);
    }

    [Fact]
    public async Task O47_EndSession_WithoutAGoodHint_AsksAndRedirectsNowhere()
    {
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        using var other = new WebBrowser(_host);
        var hint = (await app.TokensAsync(_host, (await browser.GrantAsync(app))["code"])).Text("id_token");
        var otherHint = (await app.TokensAsync(_host, (await other.GrantAsync(app, "omar@acme.test"))["code"])).Text("id_token");
        KeyValuePair<string, string>[][] requests =
        [
            [],
            [new("post_logout_redirect_uri", "https://payroll.example/bye")],
            [new("id_token_hint", "garbage"), new("post_logout_redirect_uri", "https://payroll.example/bye")],
            [new("id_token_hint", hint[..^3] + "AAA"), new("post_logout_redirect_uri", "https://payroll.example/bye")],
            [new("id_token_hint", otherHint), new("post_logout_redirect_uri", "https://payroll.example/bye")],
        ];
        foreach (var request in requests)
        {
            using var asked = await browser.GetAsync("/t/acme/connect/endsession?" + WebBrowser.Encode(request));
            asked.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await asked.Content.ReadAsStringAsync()).ShouldContain("<form");
        }

        // Where nobody is signed in nobody is asked, and nobody is sent away either.
        using var nobody = new WebBrowser(_host);
        foreach (var request in requests[..4])
        {
            using var stayed = await nobody.GetAsync("/t/acme/connect/endsession?" + WebBrowser.Encode(request));
            stayed.Headers.Location!.OriginalString.ShouldBe("/t/acme/account/signed-out");
        }

        using var mixed = await browser.GetAsync("/t/acme/connect/endsession?" + WebBrowser.Encode([new("id_token_hint", hint), new("client_id", "another")]));
        mixed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        WebBrowser.AnswerOf(await browser.AuthorizeAsync(WebBrowser.Request(app))).ContainsKey("code").ShouldBeTrue("nobody was signed out");

        using var unregistered = await browser.GetAsync("/t/acme/connect/endsession?" + WebBrowser.Encode([new("id_token_hint", hint), new("post_logout_redirect_uri", "https://evil.example/")]));
        unregistered.Headers.Location!.OriginalString.ShouldBe("/t/acme/account/signed-out");
        using var said = await browser.FollowAsync(unregistered);
        said.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task O52_SignIn_OnAPage_AsksForTheCodeOfANewDeviceAsTheApiDoes()
    {
        var app = await Integrator.WebAppAsync(_host, "globex");
        await AskForCodesAsync(Domain.Tenancy.DeviceVerification.NewDevices);
        using var browser = new WebBrowser(_host, "globex");
        var request = WebBrowser.Request(app);
        using var page = await browser.SignInAsync(await browser.AuthorizeAsync(request), "employee@globex.test");
        var html = await page.Content.ReadAsStringAsync();
        html.Contains("autocomplete=\"one-time-code\"", StringComparison.Ordinal).ShouldBeTrue(html);
        html.Contains("dir=\"rtl\"", StringComparison.Ordinal).ShouldBeTrue(html);
        browser.Cookies["satcom-session-globex"].ShouldBeNull();

        using var wrong = await browser.SubmitAsync(page, [new("code", "000000")]);
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var still = await browser.AuthorizeAsync(request);
        still.Headers.Location!.OriginalString.ShouldContain("/account/sign-in");
        await AskForCodesAsync(Domain.Tenancy.DeviceVerification.Off);
    }

    [Fact]
    public async Task Device_WithoutABrowser_GetsTokensOnceItsPersonHasApprovedIt()
    {
        var tv = await Integrator.RegisterAsync(
            _host, new { name = "Wall clock", kind = "public", grants = Integrator.Words("urn:ietf:params:oauth:grant-type:device_code refresh_token"), scopes = Integrator.Words("openid offline_access attendance.read.own") });
        KeyValuePair<string, string>[] id = [new("client_id", tv.ClientId)];
        using var begun = await Integrator.PostAsync(_host, "/connect/device_authorization", [.. id, new("scope", "openid offline_access attendance.read.own")]);
        var codes = await begun.ReadAsync();
        codes.Text("verification_uri").ShouldBe(Integrator.Issuer + "/account/device");
        (codes.GetProperty("expires_in").GetInt32(), codes.GetProperty("interval").GetInt32()).ShouldBe((600, 5));

        Task<HttpResponseMessage> PollAsync() =>
            Integrator.PostAsync(_host, "/connect/token", [.. id, new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), new("device_code", codes.Text("device_code"))]);

        using var early = await PollAsync();
        await early.ProtocolErrorAsync(HttpStatusCode.BadRequest, "authorization_pending");
        using var hasty = await PollAsync();
        await hasty.ProtocolErrorAsync(HttpStatusCode.BadRequest, "slow_down");

        using var browser = new WebBrowser(_host);
        using var unknown = await browser.SignInAsync(await browser.GetAsync("/t/acme/account/device?user_code=BBBB-BBBB"), "employee@acme.test");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var page = await browser.GetAsync($"/t/acme/account/device?user_code={codes.Text("user_code").ToLowerInvariant()}");
        using var approved = await browser.ConsentAsync(page);
        approved.StatusCode.ShouldBe(HttpStatusCode.OK);

        _clock.Advance(TimeSpan.FromSeconds(11));
        using var granted = await PollAsync();
        var tokens = await granted.ReadAsync();
        using var client = _host.With(tokens.Text("access_token"));
        (await client.ReadAsync("/t/acme/connect/userinfo")).Text("sub").ShouldBe((await _host.UserIdAsync("employee@acme.test")).ToString());
        tokens.TryGetProperty("refresh_token", out _).ShouldBeTrue();
        _clock.Advance(TimeSpan.FromSeconds(11));
        using var again = await PollAsync();
        await again.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Device_ApprovedBeforeThePasswordChanged_GetsNothing_AndAfterAMereSignOutItsTokens(bool changes)
    {
        var person = changes ? "lead@acme.test" : "employee@acme.test";
        var tv = await Integrator.RegisterAsync(_host, new { name = "TV", kind = "public", grants = Integrator.Words("urn:ietf:params:oauth:grant-type:device_code"), scopes = Integrator.Words("openid") });
        using var begun = await Integrator.PostAsync(_host, "/connect/device_authorization", [new("client_id", tv.ClientId), new("scope", "openid")]);
        var codes = await begun.ReadAsync();
        using var browser = new WebBrowser(_host);
        using var page = await browser.SignInAsync(await browser.GetAsync($"/t/acme/account/device?user_code={codes.Text("user_code")}"), person);
        (await browser.ConsentAsync(page)).Dispose();
        if (changes)
        {
            using var signedIn = await _host.AsAsync(person);
            using var changed = await signedIn.PostAsJsonAsync("/api/v1/auth/password/change", new { currentPassword = SatcomHost.DemoPassword, newPassword = "a long pass phrase of hers" });
            changed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }
        else
        {
            using var asked = await browser.GetAsync("/t/acme/connect/endsession");
            (await browser.SubmitAsync(asked, [])).Dispose();
            (await _host.SqlAsync("SELECT count(*) FROM sessions s JOIN browser_sessions b ON b.session_id = s.id WHERE s.ended_at IS NULL")).ShouldBe(0L);
        }

        using var polled = await Integrator.PostAsync(
            _host, "/connect/token", [new("client_id", tv.ClientId), new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), new("device_code", codes.Text("device_code"))]);
        if (changes)
        {
            await polled.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        }
        else
        {
            (await polled.ReadAsync()).Text("access_token").ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task Device_DeniedOrTooOld_GetsNothing()
    {
        var tv = await Integrator.RegisterAsync(_host, new { name = "TV", kind = "public", grants = Integrator.Words("urn:ietf:params:oauth:grant-type:device_code"), scopes = Integrator.Words("openid") });
        using var browser = new WebBrowser(_host);
        foreach (var (isDenied, error) in ((bool, string)[])[(true, "access_denied"), (false, "expired_token")])
        {
            using var begun = await Integrator.PostAsync(_host, "/connect/device_authorization", [new("client_id", tv.ClientId), new("scope", "openid")]);
            var codes = await begun.ReadAsync();
            if (isDenied)
            {
                using var page = await browser.SignInAsync(await browser.GetAsync($"/t/acme/account/device?user_code={codes.Text("user_code")}"), "employee@acme.test");
                (await browser.ConsentAsync(page, allow: false)).Dispose();
            }
            else
            {
                _clock.Advance(TimeSpan.FromMinutes(10));
            }

            using var polled = await Integrator.PostAsync(
                _host, "/connect/token", [new("client_id", tv.ClientId), new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), new("device_code", codes.Text("device_code"))]);
            await polled.ProtocolErrorAsync(HttpStatusCode.BadRequest, error);
        }
    }

    private Task AskForCodesAsync(Domain.Tenancy.DeviceVerification when) => _host.ChangeAsync("globex", async db =>
    {
        var company = await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(db.Tenants, t => t.Slug == "globex");
        company.Configure(company.Settings with { DeviceVerification = when });
    });
}
