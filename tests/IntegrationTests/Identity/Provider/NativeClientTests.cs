using System.Net;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity.Provider;

/// <summary>RFC 8252, section 8.6: nothing tells a native program from another of the same machine, so a person is asked each time.</summary>
public sealed class NativeClientTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Theory]
    [InlineData("http://127.0.0.1:49152/cb", true)]
    [InlineData("com.example.app:/cb", true)]
    [InlineData("https://payroll.example/cb", false)]
    public async Task O42_Authorize_OnceConsentWasGiven_AsksAgainWhereAnyProgramCouldListen(string redirectUri, bool asksAgain)
    {
        var app = await Integrator.RegisterAsync(
            host, new { name = "Roster", kind = "public", isNative = true, grants = Integrator.Words("authorization_code"), scopes = Integrator.Words("openid"), redirectUris = Integrator.Words(redirectUri) });
        var request = new Dictionary<string, string>(WebBrowser.Request(app, "openid"), StringComparer.Ordinal) { ["redirect_uri"] = redirectUri };
        using var browser = new WebBrowser(host);
        using var consent = await browser.SignInAsync(await browser.AuthorizeAsync(request), "employee@acme.test");
        using var given = await browser.ConsentAsync(consent);
        given.Headers.Location!.OriginalString.ShouldContain("code=");

        using var second = await browser.AuthorizeAsync(request);
        second.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        second.Headers.Location!.OriginalString.ShouldContain(asksAgain ? "/account/consent" : "code=");
        request["prompt"] = "none";
        using var silent = await browser.AuthorizeAsync(request);
        silent.Headers.Location!.OriginalString.ShouldContain(asksAgain ? "error=consent_required&error_description=" : "code=");
    }

    [Fact]
    public async Task O42_Authorize_OfANativeProgramThatAnOperatorTrusts_AsksAllTheSame()
    {
        using var platform = await host.FreshAsync("platform@satcom.test");
        using var operatorThere = host.With((await platform.SendAsync("/api/v1/platform/scope", new { tenant = "acme", reason = "A native app" })).Text("accessToken"));
        var app = await Integrator.RegisterAsync(
            operatorThere,
            new { name = "Roster", kind = "public", isNative = true, grants = Integrator.Words("authorization_code"), scopes = Integrator.Words("openid satcom"), redirectUris = Integrator.Words("http://127.0.0.1/cb"), requiresConsent = false });
        var request = new Dictionary<string, string>(WebBrowser.Request(app, "openid satcom"), StringComparer.Ordinal) { ["redirect_uri"] = "http://127.0.0.1:49153/cb" };
        using var browser = new WebBrowser(host);
        using var page = await browser.SignInAsync(await browser.AuthorizeAsync(request), "omar@acme.test");
        using var given = await browser.ConsentAsync(page);
        given.Headers.Location!.OriginalString.ShouldContain("code=");

        using var second = await browser.AuthorizeAsync(request);
        second.Headers.Location!.OriginalString.ShouldContain("/account/consent");
        request["prompt"] = "none";
        using var silent = await browser.AuthorizeAsync(request);
        silent.Headers.Location!.OriginalString.ShouldContain("error=consent_required");
    }
}
