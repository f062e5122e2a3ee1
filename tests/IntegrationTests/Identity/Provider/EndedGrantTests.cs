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
        var ended = (await person.ReadAsync(Sessions)).GetProperty("items").EnumerateArray().Single(s => s.Text("platform").Is("browser")).Id();

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

    private async Task<(Integrator Tv, string DeviceCode)> ApproveAsync(WebBrowser browser, string email)
    {
        var tv = await Integrator.RegisterAsync(host, new { name = "TV", kind = "public", grants = Integrator.Words(DeviceGrant), scopes = Integrator.Words("openid") });
        using var begun = await Integrator.PostAsync(host, "/connect/device_authorization", [new("client_id", tv.ClientId), new("scope", "openid")]);
        var codes = await begun.ReadAsync();
        using var page = await browser.SignInAsync(await browser.GetAsync($"/t/acme/account/device?user_code={codes.Text("user_code")}"), email);
        using var approved = await browser.ConsentAsync(page);
        approved.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (tv, codes.Text("device_code"));
    }

    private Task<HttpResponseMessage> PollAsync(Integrator tv, string deviceCode) =>
        Integrator.PostAsync(host, "/connect/token", [new("client_id", tv.ClientId), new("grant_type", DeviceGrant), new("device_code", deviceCode)]);
}
