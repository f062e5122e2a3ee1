using System.Net;
using Satcom.Domain.Tenancy;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Provider;

/// <summary>L16: somebody with the right password and without the code, at every door of the provider.</summary>
public sealed class PendingSignInTests(SignInHost fixture) : IClassFixture<SignInHost>
{
    private const string Email = "technician@globex.test";

    private readonly SatcomHost _host = fixture.Host;

    [Fact]
    public async Task L16_CodeStep_Skipped_OpensNoDoorOfTheProvider()
    {
        var (app, userCode) = await PrepareAsync();
        using var browser = new WebBrowser(_host, "globex");
        var request = WebBrowser.Request(app, "openid offline_access");
        var begun = await browser.AuthorizeAsync(request);
        var handle = begun.Headers.Location!.OriginalString.Split("request=")[1];
        var before = await fixture.CountAsync(Email);
        var asked = await browser.SignInAsync(begun, Email);
        var form = await WebBrowser.FormAsync(asked);
        var challenge = form["challenge"];
        challenge.ShouldStartWith("sdc_");

        // 1, 2: the waiting request, and a silent one.
        using var resumed = await browser.GetAsync($"/t/globex/connect/authorize/resume?request={handle}");
        resumed.Headers.Location!.OriginalString.ShouldContain("/account/sign-in");
        var silent = new Dictionary<string, string>(request, StringComparer.Ordinal) { ["prompt"] = "none" };
        WebBrowser.AnswerOf(await browser.AuthorizeAsync(silent))["error"].ShouldBe("login_required");

        // 3, 4: consent shown and given, with the proof that the page for the code holds.
        using var consent = await browser.GetAsync($"/t/globex/account/consent?request={handle}");
        consent.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var given = await browser.PostAsync("/t/globex/account/consent", new Dictionary<string, string>(form, StringComparer.Ordinal) { ["decision"] = "allow" });
        given.Headers.Location?.OriginalString.Contains("code=", StringComparison.Ordinal).ShouldBe(false);

        // 5, 6: the account's page and the approval of a device.
        using var home = await browser.GetAsync("/t/globex/account/home");
        home.Headers.Location!.OriginalString.ShouldContain("/account/sign-in");
        using var device = await browser.PostAsync("/t/globex/account/device", new Dictionary<string, string>(form, StringComparer.Ordinal) { ["user_code"] = userCode, ["decision"] = "allow" });
        ((int)device.StatusCode).ShouldBeInRange(400, 499);
        (await _host.SqlAsync("SELECT count(*) FROM device_authorizations WHERE status <> 'pending'")).ShouldBe(0L);

        // 7: the challenge as a code, a refresh token, a device code, an access token, a session's cookie and a link.
        foreach (var (grant, name) in ((string, string)[])[("authorization_code", "code"), ("refresh_token", "refresh_token")])
        {
            using var refused = await Integrator.PostAsync(
                _host, "/connect/token", [new("grant_type", grant), new(name, challenge), new("redirect_uri", Integrator.RedirectUri), new("code_verifier", WebBrowser.Verifier)], app.Basic(), "globex");
            await refused.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        }

        (await app.IntrospectAsync(_host, challenge, "globex")).ToString().ShouldBe("""{"active":false}""");
        using var bearer = _host.With(challenge);
        using var info = await bearer.GetAsync(new Uri("/t/globex/connect/userinfo", UriKind.Relative));
        info.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var other = new WebBrowser(_host, "globex");
        other.SetCookie("satcom-session-globex", challenge);
        using var elsewhere = await other.GetAsync("/t/globex/account/home");
        elsewhere.Headers.Location!.OriginalString.ShouldContain("/account/sign-in");
        using var link = await other.GetAsync($"/t/globex/account/password?token={challenge}");
        link.IsSuccessStatusCode.ShouldBeFalse();
        browser.Cookies["satcom-session-globex"].ShouldBeNull();
        (await _host.SqlAsync("SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1", Email)).ShouldBe(0L);

        // The positive control: with the code, the same browser gets through the same door.
        var page = await browser.FollowAsync(await browser.SubmitAsync(asked, [new("code", await fixture.CodeAsync(Email, before + 1))]));
        WebBrowser.AnswerOf(await browser.ConsentAsync(page)).ContainsKey("code").ShouldBeTrue();
    }

    [Fact]
    public async Task L16_Challenge_InAnotherBrowserOrWithTheFormOfAnother_IsStillOnlyWorthItsCode()
    {
        using var browser = new WebBrowser(_host, "globex");
        var asked = await browser.SignInAsync(await browser.GetAsync("/t/globex/account/sign-in"), "staff@globex.test");
        var form = await WebBrowser.FormAsync(asked);
        using var other = new WebBrowser(_host, "globex");
        (await other.GetAsync("/t/globex/account/sign-in")).Dispose();

        // The form's proof is its browser's own.
        using var forged = await other.PostAsync("/t/globex/account/verify", new Dictionary<string, string>(form, StringComparer.Ordinal) { ["code"] = await fixture.CodeAsync("staff@globex.test") });

        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        other.Cookies["satcom-session-globex"].ShouldBeNull();
    }

    /// <summary>A client, made by an administrator who needs no code, and a device that waits.</summary>
    private async Task<(Integrator App, string UserCode)> PrepareAsync()
    {
        await fixture.SetAsync(s => s with { DeviceVerification = DeviceVerification.Off });
        var app = await Integrator.WebAppAsync(_host, "globex");
        var tv = await Integrator.RegisterAsync(_host, new { name = "TV", kind = "public", grants = Integrator.Words("urn:ietf:params:oauth:grant-type:device_code"), scopes = Integrator.Words("openid") }, "globex");
        await fixture.SetAsync(s => s with { DeviceVerification = DeviceVerification.NewDevices });
        using var begun = await Integrator.PostAsync(_host, "/connect/device_authorization", [new("client_id", tv.ClientId), new("scope", "openid")], tenant: "globex");
        return (app, (await begun.ReadAsync()).Text("user_code"));
    }
}
