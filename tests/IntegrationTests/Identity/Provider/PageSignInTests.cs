using System.Net;
using Satcom.Application.Identity;
using Satcom.Domain.Tenancy;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity.Provider;

/// <summary>O52, O55: signing in on a page is no weaker a path than signing in by the API, and the waiting request survives it.</summary>
public sealed class PageSignInTests(SignInHost host) : IClassFixture<SignInHost>
{
    private SatcomHost Host => host.Host;

    [Fact]
    public async Task O52_O55_Request_SurvivesSignInAndCode_AndTheTokensTellBoth()
    {
        using var admin = Host.With((await host.ProveAsync("superadmin@globex.test")).Text("accessToken"));
        var app = await Integrator.RegisterAsync(admin, Integrator.WebApp);
        using var browser = new WebBrowser(Host, "globex");
        var before = await host.CountAsync("hr@globex.test");
        var asked = await browser.SignInAsync(await browser.AuthorizeAsync(WebBrowser.Request(app)), "hr@globex.test");
        asked.StatusCode.ShouldBe(HttpStatusCode.OK);
        browser.Cookies["satcom-session-globex"].ShouldBeNull("a password alone is no session");
        var code = await host.CodeAsync("hr@globex.test", before + 1);

        using var wrong = await browser.SubmitAsync(asked, [new("code", SignInHost.Wrong(code))]);
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        browser.Cookies["satcom-session-globex"].ShouldBeNull();
        var page = await browser.FollowAsync(await browser.SubmitAsync(wrong, [new("code", code)]));
        var answer = WebBrowser.AnswerOf(await browser.ConsentAsync(page));

        answer["state"].ShouldBe("a state");
        using var redeemed = await app.RedeemAsync(Host, answer["code"], tenant: "globex");
        var id = Redemption.Payload((await redeemed.ReadAsync()).Text("id_token"));
        id.GetProperty("amr").EnumerateArray().Select(m => m.GetString()).ShouldBe(["pwd", "otp"]);
    }

    [Fact]
    public async Task O52_Resend_TooSoon_SaysOnThePageAndInTheHeaderWhenToTryAgain()
    {
        const string Email = "lead@globex.test";
        using var browser = new WebBrowser(Host, "globex") { Sending = request => request.Headers.Add("Accept-Language", "en") };
        using var asked = await browser.SignInAsync(await browser.GetAsync("/t/globex/account/sign-in"), Email);
        using var tooSoon = await browser.PostAsync("/t/globex/account/resend", await WebBrowser.FormAsync(asked));

        tooSoon.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var seconds = (int)tooSoon.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
        seconds.ShouldBeInRange(1, 60);
        (await tooSoon.Content.ReadAsStringAsync()).ShouldContain($"Try again in {seconds} seconds.");

        // What went well is no alert, and what is over leads to where another attempt begins.
        host.Clock.Advance(TimeSpan.FromSeconds(61));
        using var sent = await browser.PostAsync("/t/globex/account/resend", await WebBrowser.FormAsync(asked));
        sent.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = await sent.Content.ReadAsStringAsync();
        html.ShouldContain("<p role=\"status\">Another code is on its way.</p>");
        html.ShouldNotContain("role=\"alert\"");
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        using var over = await browser.PostAsync("/t/globex/account/resend", await WebBrowser.FormAsync(asked));
        over.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        html = await over.Content.ReadAsStringAsync();
        html.ShouldContain("Sign in again.");
        html.ShouldContain("id=\"password\"");
    }

    [Theory]
    [InlineData("en", "Ask HR to change it.", "manager@globex.test")]
    [InlineData("ar", "اطلب من الموارد البشرية تغييره.", "technician@globex.test")]
    public async Task L12_CodePage_TellsWhoLostTheirPhoneWhatToDo_AndLeadsBackToTheSameRequest(string language, string lost, string email)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        using var admin = Host.With((await host.ProveAsync("superadmin@globex.test")).Text("accessToken"));
        var app = await Integrator.RegisterAsync(admin, Integrator.WebApp);
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        using var browser = new WebBrowser(Host, "globex") { Sending = request => request.Headers.Add("Accept-Language", language) };
        using var kept = await browser.AuthorizeAsync(WebBrowser.Request(app));
        var signIn = kept.Headers.Location!.OriginalString;
        using var asked = await browser.SignInAsync(kept, email);

        var html = await asked.Content.ReadAsStringAsync();
        html.ShouldContain(lost);
        html.ShouldContain($"<a href=\"{signIn}\">");
        html.ShouldContain("name=\"trust\"");
        using var back = await browser.GetAsync(signIn);
        (await back.Content.ReadAsStringAsync()).ShouldContain("Roster");
    }

    [Fact]
    public async Task L12_L19_SignIn_WhereEverySignInAsks_OffersNoTrust_AndTellsOfEachBrowserOnce()
    {
        const string Email = "nadia@globex.test";
        await host.SetAsync(s => s with { DeviceVerification = DeviceVerification.EverySignIn });
        try
        {
            using var home = new WebBrowser(Host, "globex");
            using var other = new WebBrowser(Host, "globex");
            foreach (var (browser, round) in ((WebBrowser, int)[])[(home, 1), (home, 2), (other, 3)])
            {
                host.Clock.Advance(TimeSpan.FromSeconds(61));
                using var asked = await browser.SignInAsync(await browser.GetAsync("/t/globex/account/sign-in"), Email);
                (await asked.Content.ReadAsStringAsync()).ShouldNotContain("name=\"trust\"");
                using var entered = await browser.SubmitAsync(asked, [new("code", await host.CodeAsync(Email, round))]);
                entered.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            }

            Host.Messages().Sent.Count(m => m.To.Equals(Email, StringComparison.Ordinal) && m.Content is NewDeviceNotice).ShouldBe(2);
        }
        finally
        {
            await host.SetAsync(s => s with { DeviceVerification = DeviceVerification.NewDevices });
        }
    }

    [Fact]
    public async Task L17_Browser_ThatOneTrusts_StaysSo_WhenAnotherSignsInThereByACode()
    {
        const string Keeper = "staff@globex.test";
        using var browser = new WebBrowser(Host, "globex");
        await EnterAsync(Keeper, KeyValuePair.Create("trust", "yes"));
        await EnterAsync("technician@globex.test");

        host.Clock.Advance(TimeSpan.FromSeconds(61));
        using var again = await browser.SignInAsync(await browser.GetAsync("/t/globex/account/sign-in"), Keeper);

        again.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/t/globex/account/home", "Nothing was ticked that took the trust away.");

        async Task EnterAsync(string email, params KeyValuePair<string, string>[] more)
        {
            var before = await host.CountAsync(email);
            using var asked = await browser.SignInAsync(await browser.GetAsync("/t/globex/account/sign-in"), email);
            using var entered = await browser.SubmitAsync(asked, [new("code", await host.CodeAsync(email, before + 1)), .. more]);
            entered.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        }
    }

    [Fact]
    public async Task O52_SignIn_OnAPage_CountsWithTheApiAndIsClosedWithIt()
    {
        const string Email = "staff@acme.test";
        var app = await Integrator.WebAppAsync(Host);
        using var browser = new WebBrowser(Host);
        using var page = await browser.FollowAsync(await browser.AuthorizeAsync(WebBrowser.Request(app)));
        using var api = Host.Anonymous();
        for (var i = 0; i < 10; i++)
        {
            if (i % 2 == 0)
            {
                using var wrong = await browser.SubmitAsync(page, [new("email", Email), new("password", "wrong")]);
                wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            }
            else
            {
                await api.PostProblemAsync(SignInHost.Login, new { email = Email, password = "wrong", tenant = "acme" }, HttpStatusCode.Unauthorized, "invalid_credentials");
            }

            // Past the wait after a failure, so that each one counts.
            host.Clock.Advance(TimeSpan.FromSeconds(65));
        }

        using var refused = await browser.SubmitAsync(page, [new("email", Email), new("password", SatcomHost.DemoPassword)]);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        browser.Cookies["satcom-session-acme"].ShouldBeNull();
        await api.PostProblemAsync(SignInHost.Login, new { email = Email, password = SatcomHost.DemoPassword, tenant = "acme" }, HttpStatusCode.Unauthorized, "invalid_credentials");

        host.Clock.Advance(TimeSpan.FromMinutes(31));
        using var later = await browser.FollowAsync(await browser.AuthorizeAsync(WebBrowser.Request(app)));
        using var open = await browser.SubmitAsync(later, [new("email", Email), new("password", SatcomHost.DemoPassword)]);
        open.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task O55_Request_OlderThanTenMinutes_IsForgotten()
    {
        var app = await Integrator.WebAppAsync(Host);
        using var browser = new WebBrowser(Host);
        using var kept = await browser.AuthorizeAsync(WebBrowser.Request(app));
        var handle = kept.Headers.Location!.OriginalString;
        var resume = $"/t/acme/connect/authorize/resume?request={handle[(handle.IndexOf('=', StringComparison.Ordinal) + 1)..]}";
        host.Clock.Advance(TimeSpan.FromMinutes(9));
        using var inTime = await browser.GetAsync(resume);
        inTime.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        using var young = await browser.GetAsync(handle);
        (await young.Content.ReadAsStringAsync()).ShouldNotContain("role=\"alert\"");

        host.Clock.Advance(TimeSpan.FromSeconds(61));
        using var late = await browser.GetAsync(resume);
        late.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        late.Headers.Location.ShouldBeNull();

        // Nobody types a password first to learn that it was for nothing.
        using var page = await browser.GetAsync(handle);
        (await page.Content.ReadAsStringAsync()).ShouldContain("Go back to the program and begin again.");
    }
}
