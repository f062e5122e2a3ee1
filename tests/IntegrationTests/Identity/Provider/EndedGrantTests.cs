using System.Net;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity.Provider;

/// <summary>What programs hold ends with what it was granted in. Every test has a person of its own.</summary>
public sealed class EndedGrantTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Sessions = "/api/v1/auth/sessions";
    private const string Consents = "/api/v1/auth/consents";
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    [Fact]
    public async Task O48_EndSession_OfABrowser_EndsWhatWasGrantedInItForTheStay()
    {
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host);
        var (passing, lasting) = await GrantBothAsync(app, browser, "lead@acme.test");
        using var person = await host.FreshAsync("lead@acme.test");
        var ended = (await person.ReadAsync(Sessions)).GetProperty("items").EnumerateArray().Where(s => s.Text("platform").Is("browser")).MaxBy(s => s.Id()).Id();

        using var answer = await person.DeleteAsync(new Uri($"{Sessions}/{ended}", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await app.IntrospectAsync(host, passing)).GetProperty("active").GetBoolean().ShouldBeFalse();
        using var refreshed = await app.RefreshAsync(host, lasting);
        refreshed.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task O48_RevokeDevices_EndsAllThatWasGrantedOnThem()
    {
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host);
        var (passing, lasting) = await GrantBothAsync(app, browser, "technician@acme.test");
        var id = await host.UserIdAsync("technician@acme.test");

        // As if the company asked for trusted devices; and the browser has been signed out since.
        await host.SqlAsync("UPDATE sessions SET device_id = gen_random_uuid(), ended_at = now(), end_reason = 'logout' WHERE user_id = $1 AND platform = 'browser'", id);
        using var hr = await host.AsAsync("hr@acme.test");

        using var answer = await hr.DeleteAsync(new Uri($"/api/v1/users/{id}/devices", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await app.IntrospectAsync(host, passing)).GetProperty("active").GetBoolean().ShouldBeFalse();
        using var refreshed = await app.RefreshAsync(host, lasting);
        await refreshed.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Fact]
    public async Task O48_LogoutEverywhere_AfterTheApprovingBrowserWasSignedOut_LeavesTheDeviceNothing()
    {
        using var browser = new WebBrowser(host);
        var (tv, code) = await ApproveAsync(browser, "nadia@acme.test");
        using var asked = await browser.GetAsync("/t/acme/connect/endsession");
        (await browser.SubmitAsync(asked, [])).Dispose();
        using var person = await host.FreshAsync("nadia@acme.test");

        await person.SendAsync("/api/v1/auth/logout", new { everywhere = true }, HttpStatusCode.NoContent);

        using var polled = await PollAsync(tv, code);
        await polled.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        (await host.SqlAsync("SELECT count(*) FROM sessions WHERE user_id = $1 AND ended_at IS NULL", await host.UserIdAsync("nadia@acme.test"))).ShouldBe(0L);
    }

    [Theory]
    [InlineData("staff@acme.test", "openid")]
    [InlineData("hr@acme.test", "openid offline_access")]
    public async Task O48_RevokedSession_InWhichADeviceWasApproved_EndsTheDevice(string email, string scope)
    {
        using var browser = new WebBrowser(host);
        var (tv, code) = await ApproveAsync(browser, email, scope);
        using var polled = await PollAsync(tv, code);
        using var device = host.With((await polled.ReadAsync()).Text("access_token"));
        (await device.ReadAsync("/t/acme/connect/userinfo")).Text("sub").ShouldNotBeEmpty();
        using var admin = await host.FreshAsync("superadmin@acme.test");
        var id = await host.UserIdAsync(email);

        // As if the company asked for trusted devices.
        var trusted = (Guid)(await host.SqlAsync("UPDATE sessions SET device_id = gen_random_uuid() WHERE user_id = $1 AND platform = 'browser' RETURNING device_id", id))!;
        await host.SqlAsync(
            "INSERT INTO trusted_devices (tenant_id, id, user_id, token_hash, name, platform, trusted_at, last_used_at, expires_at) SELECT tenant_id, $1, id, sha256($1::text::bytea), 'Browser', 'browser', now(), now(), now() + interval '9 days' FROM users WHERE id = $2",
            trusted,
            id);
        using var answer = await admin.DeleteAsync(new Uri($"/api/v1/users/{id}/devices/{trusted}", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var gone = await device.GetAsync(new Uri("/t/acme/connect/userinfo", UriKind.Relative));
        gone.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await host.SqlAsync("SELECT count(*) FROM sessions WHERE user_id = $1 AND platform = 'oauth' AND ended_at IS NULL", id)).ShouldBe(0L);
    }

    [Fact]
    public async Task O48_SignInOnceMore_BeforeTheDeviceFetchesItsTokens_LeavesItToTheNewSession()
    {
        const string Email = "employee@acme.test";
        using var browser = new WebBrowser(host);
        var (tv, code) = await ApproveAsync(browser, Email);
        using var again = await browser.SignInAsync(await browser.GetAsync("/t/acme/account/sign-in"), Email);
        using var polled = await PollAsync(tv, code);
        polled.StatusCode.ShouldBe(HttpStatusCode.OK);

        var id = await host.UserIdAsync(Email);
        (await host.SqlAsync("SELECT (s.ended_at IS NULL)::text || ' ' || s.platform FROM oauth_grants g JOIN sessions s ON s.id = g.parent_session_id WHERE s.user_id = $1", id)).ShouldBe("true browser");
    }

    [Fact]
    public async Task L13_UserCode_GuessedTooOften_IsLookedAtNoMore_AndRightOnesCostNothing()
    {
        const string Letters = "BCDFGHJKLMNPQRSTVWXZ";
        using var browser = new WebBrowser(host);
        using var signedIn = await browser.SignInAsync(await browser.GetAsync("/t/acme/account/sign-in"), "superadmin@acme.test");
        var tv = await Integrator.RegisterAsync(host, new { name = "TV", kind = "public", grants = Integrator.Words(DeviceGrant), scopes = Integrator.Words("openid") });
        using var begun = await Integrator.PostAsync(host, "/connect/device_authorization", [new("client_id", tv.ClientId), new("scope", "openid")]);
        var right = (await begun.ReadAsync()).Text("user_code");
        for (var i = 0; i < 12; i++)
        {
            using var known = await browser.GetAsync($"/t/acme/account/device?user_code={right}");
            known.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var page = await browser.GetAsync($"/t/acme/account/device?user_code={right}");
        var form = await WebBrowser.FormAsync(page);
        var guesses = await Task.WhenAll(Enumerable.Range(0, 25).Select(async i =>
        {
            using var guess = i % 2 == 0
                ? await browser.GetAsync($"/t/acme/account/device?user_code=BBBB-BBB{Letters[i % Letters.Length]}")
                : await browser.PostAsync("/t/acme/account/device", new Dictionary<string, string>(form, StringComparer.Ordinal) { ["user_code"] = $"CCCC-CCC{Letters[i % Letters.Length]}", ["decision"] = "allow" });
            return (guess.StatusCode, Type: guess.Content.Headers.ContentType!.MediaType, guess.Headers.RetryAfter);
        }));

        guesses.Count(g => g.StatusCode == HttpStatusCode.NotFound).ShouldBe(10);
        guesses.Where(g => g.StatusCode != HttpStatusCode.NotFound).ShouldAllBe(g => g.StatusCode == HttpStatusCode.TooManyRequests && g.RetryAfter != null);
        guesses.ShouldAllBe(g => g.Type == "text/html");
        using var late = await browser.GetAsync($"/t/acme/account/device?user_code={right}");
        late.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await late.Content.ReadAsStringAsync()).ShouldNotContain(right);

        // Ten stand against the person and ten against the place: those that were turned away count for neither.
        (await host.SqlAsync("SELECT string_agg(count::text, ' ') FROM (SELECT count FROM attempt_counters ORDER BY count DESC LIMIT 2) c")).ShouldBe("10 10");

        // The right code waits on, for somebody else.
        using var other = new WebBrowser(host);
        using var found = await other.SignInAsync(await other.GetAsync($"/t/acme/account/device?user_code={right}"), "lead@acme.test");
        (await found.Content.ReadAsStringAsync()).ShouldContain(right);
    }

    [Fact]
    public async Task L13_UserCode_GuessedFromOnePlaceByManyPeople_IsLookedAtNoMoreFromThere()
    {
        await host.SqlAsync("DELETE FROM attempt_counters");
        string[] people = ["employee@acme.test", "manager@acme.test", "technician@acme.test", "nadia@acme.test"];
        var refused = 0;
        foreach (var email in people)
        {
            using var browser = new WebBrowser(host);
            using var signedIn = await browser.SignInAsync(await browser.GetAsync("/t/acme/account/sign-in"), email);
            for (var i = 0; i < 10; i++)
            {
                using var guess = await browser.GetAsync("/t/acme/account/device?user_code=DDDD-DDDD");
                refused += guess.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
            }
        }

        refused.ShouldBe(10);
        (await host.SqlAsync("SELECT string_agg(count::text, ' ') FROM (SELECT count FROM attempt_counters ORDER BY count DESC LIMIT 4) c")).ShouldBe("30 10 10 10");
        await host.SqlAsync("DELETE FROM attempt_counters");
    }

    [Fact]
    public async Task T6_UserCode_GuessedByAPersonWithTheSameIdInAnotherCompany_CountsForThemAlone()
    {
        await host.SqlAsync("DELETE FROM attempt_counters");
        var twin = await host.TwinAsync(await host.UserIdAsync("omar@acme.test"), "globex");

        (await GuessAsync("acme", "omar@acme.test", 11)).ShouldBe(HttpStatusCode.TooManyRequests);
        (await GuessAsync("globex", twin, 1)).ShouldBe(HttpStatusCode.NotFound);

        await host.SqlAsync("DELETE FROM attempt_counters");

        async Task<HttpStatusCode> GuessAsync(string tenant, string email, int times)
        {
            using var browser = new WebBrowser(host, tenant);
            using var signedIn = await browser.SignInAsync(await browser.GetAsync($"/t/{tenant}/account/sign-in"), email);
            var answer = HttpStatusCode.OK;
            for (var i = 0; i < times; i++)
            {
                using var guess = await browser.GetAsync($"/t/{tenant}/account/device?user_code=DDDD-DDDD");
                answer = guess.StatusCode;
            }

            return answer;
        }
    }

    [Fact]
    public async Task O42_Consent_OfAnApprovedDevice_IsListedAndWithdrawnBeforeItsCodeIsRedeemed()
    {
        using var browser = new WebBrowser(host);
        var (tv, code) = await ApproveAsync(browser, "omar@acme.test");
        using var person = await host.FreshAsync("omar@acme.test");
        var consent = (await person.ReadAsync(Consents)).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        consent.Text("clientName").ShouldBe("TV");

        using var answer = await person.DeleteAsync(new Uri($"{Consents}/{consent.Id()}", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var polled = await PollAsync(tv, code);
        await polled.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        (await person.ReadAsync("/api/v1/me")).ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Object);
    }

    [Fact]
    public async Task O42_Consent_WithdrawnBeforeTheCodeIsRedeemed_LeavesTheCodeNothing()
    {
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host);
        var code = (await browser.GrantAsync(app, "manager@acme.test"))["code"];
        using var person = await host.FreshAsync("manager@acme.test");
        var consent = (await person.ReadAsync(Consents)).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();

        using var answer = await person.DeleteAsync(new Uri($"{Consents}/{consent.Id()}", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var redeemed = await app.RedeemAsync(host, code);
        await redeemed.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
    }

    /// <summary>An access token that was granted for the stay, and a refresh token that was granted for longer.</summary>
    private async Task<(string Passing, string Lasting)> GrantBothAsync(Integrator app, WebBrowser browser, string email)
    {
        var lasting = await app.TokensAsync(host, (await browser.GrantAsync(app, email, "openid offline_access"))["code"]);
        var passing = await app.TokensAsync(host, (await browser.GrantAsync(app, email, "openid"))["code"]);
        return (passing.Text("access_token"), lasting.Text("refresh_token"));
    }

    private async Task<(Integrator Tv, string DeviceCode)> ApproveAsync(WebBrowser browser, string email, string scope = "openid")
    {
        var tv = await Integrator.RegisterAsync(host, new { name = "TV", kind = "public", grants = Integrator.Words(DeviceGrant + " refresh_token"), scopes = Integrator.Words("openid offline_access") });
        using var begun = await Integrator.PostAsync(host, "/connect/device_authorization", [new("client_id", tv.ClientId), new("scope", scope)]);
        var codes = await begun.ReadAsync();
        using var page = await browser.SignInAsync(await browser.GetAsync($"/t/acme/account/device?user_code={codes.Text("user_code")}"), email);
        using var approved = await browser.ConsentAsync(page);
        approved.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (tv, codes.Text("device_code"));
    }

    private Task<HttpResponseMessage> PollAsync(Integrator tv, string deviceCode) =>
        Integrator.PostAsync(host, "/connect/token", [new("client_id", tv.ClientId), new("grant_type", DeviceGrant), new("device_code", deviceCode)]);
}
