using System.Collections.Specialized;
using System.Text.RegularExpressions;
using System.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using Satcom.Application.Identity;
using Satcom.Infrastructure.Identity.Limits;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Provider;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity.Pages;

/// <summary>The pages in a real browser: as wide as a phone, without script, by keyboard, in both languages.</summary>
[Collection(PagesTogether.Name)]
public sealed partial class BrowserTests(PagesHost pages, Chromium chromium)
{
    [Theory]
    [InlineData("en", "employee@acme.test")]
    [InlineData("ar", "omar@acme.test")]
    public async Task O13_O49_SignInAndConsent_OnAPhoneByKeyboardWithoutScript_LeadToTheClient(string language, string email)
    {
        var roster = await PagesHost.RosterAsync(pages.Host);
        await using var context = await OpenAsync(language);
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page);

        await page.GotoAsync(pages.Authorize(roster, "openid email attendance.read.own"));
        await page.LookAsync("sign-in", language);
        (await page.InnerTextAsync("main")).ShouldContain("Roster");
        var before = await CookiesAsync(context);
        await TypeAsync(page, email, "not the password");
        (await page.Locator("[role=alert]").CountAsync()).ShouldBe(1);
        await page.LookAsync("wrong-password", language);
        (await page.InputValueAsync("#password")).ShouldBeEmpty();

        await TypeAsync(page, email, SatcomHost.DemoPassword);
        await page.LookAsync("consent", language);
        (await page.InnerTextAsync("main")).ShouldContain(email);
        await page.TabToAsync("decision", "deny");
        (await ReturnAsync(page))["error"].ShouldBe("access_denied");

        // The client's address leads nowhere, so what comes next has a tab of its own.
        page = await context.NewPageAsync();

        await page.GotoAsync(pages.Authorize(roster, "openid email attendance.read.own"));
        await page.TabToAsync("decision", "allow");
        (await ReturnAsync(page))["code"].ShouldNotBeNullOrEmpty();
        page = await context.NewPageAsync();

        // A browser keeps them from scripts and from other sites, and has another session than before.
        var after = await context.CookiesAsync([pages.Origin]);
        after.Count.ShouldBeGreaterThanOrEqualTo(2);
        after.ShouldAllBe(c => c.HttpOnly && c.SameSite == SameSiteAttribute.Lax && c.Path == "/");
        before.Keys.ShouldNotContain("satcom-session-acme", StringComparer.Ordinal);

        await page.GotoAsync($"{pages.Origin}/t/acme/connect/authorize?client_id=nobody");
        await page.LookAsync("error", language);
        await page.GotoAsync($"{pages.Origin}/t/acme/account/home");
        await page.LookAsync("home", language);
        (await page.Locator("section.program form button").CountAsync()).ShouldBeGreaterThanOrEqualTo(1);
        await page.GotoAsync($"{pages.Origin}/t/acme/connect/endsession");
        await page.LookAsync("sign-out", language);
        (await page.Locator("main form button").CountAsync()).ShouldBeGreaterThanOrEqualTo(1);
        await page.GotoAsync($"{pages.Origin}/t/acme/account/home");
        await page.TabToAsync("button");
        await page.Keyboard.PressAsync("Enter");
        await page.ReachAsync("/signed-out");
        await page.LookAsync("signed-out", language);
        (await CookiesAsync(context)).Keys.ShouldNotContain("satcom-session-acme", StringComparer.Ordinal);
        var link = await LinkAsync(email);
        foreach (var (path, name, inputs) in ((string, string, int)[])[("/t/acme/account/forgot", "forgot", 1), ("/t/acme/account/password?token=x", "link-over", 0), (link, "set-password", 1)])
        {
            await page.GotoAsync(pages.Origin + path);
            await page.LookAsync(name, language);
            (await page.Locator("main input:not([type=hidden]):not([hidden])").CountAsync()).ShouldBe(inputs, name);
        }

        Refusals(watch).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("en", "omar@globex.test")]
    [InlineData("ar", "nadia@globex.test")]
    public async Task O52_NewBrowserAndDevice_OnAPhone_AskForTheirCodes(string language, string email)
    {
        var clock = pages.RosterOfGlobex;
        using var begun = await Integrator.PostAsync(pages.Host, "/connect/device_authorization", [new("client_id", clock.ClientId), new("scope", "openid attendance.read.own")], tenant: "globex");
        var userCode = (await begun.ReadAsync()).Text("user_code");
        await using var context = await OpenAsync(language);
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page);

        await page.GotoAsync($"{pages.Origin}/t/globex/account/device");
        await page.LookAsync("device", language);
        await page.FillAsync("#code", userCode);
        await page.Keyboard.PressAsync("Enter");
        await page.ReachAsync("/sign-in?");
        await TypeAsync(page, email, SatcomHost.DemoPassword);
        await page.LookAsync("browser-code", language);

        var code = await CodeAsync(email);
        await page.TabToAsync("code");
        await page.Keyboard.TypeAsync(SignInHost.Wrong(code));
        await page.GoOnAsync(() => page.Keyboard.PressAsync("Enter"));
        (await page.Locator("[role=alert]").CountAsync()).ShouldBe(1);
        await page.LookAsync("wrong-code", language);
        await page.TabToAsync("code");
        await page.Keyboard.TypeAsync(code);
        await page.Keyboard.PressAsync("Enter");
        await page.ReachAsync("/device?");

        (await page.InnerTextAsync(".code")).ShouldBe(userCode);
        await page.LookAsync("device-confirm", language);
        await page.TabToAsync("decision", "allow");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("[role=status]");
        await page.LookAsync("device-done", language);
        Refusals(watch).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task L2_SignInPage_OnAPhoneAfterTooManyFailures_SaysWhenToTryAgain(string language)
    {
        var limits = pages.Host.Services.GetRequiredService<IOptions<LimitOptions>>().Value;
        var usual = limits.AddressFailures;
        limits.AddressFailures = 1;
        try
        {
            await pages.Host.SqlAsync("DELETE FROM attempt_counters");
            await using var context = await OpenAsync(language);
            var page = await context.NewPageAsync();
            var watch = new PageWatch(page);
            await page.GotoAsync($"{pages.Origin}/t/acme/account/sign-in");
            await TypeAsync(page, "nobody@acme.test", "not the password");
            var alert = await page.InnerTextAsync("[role=alert]");

            var answer = await page.RunAndWaitForResponseAsync(() => TypeAsync(page, "nobody@acme.test", "not the password"), r => r.Request.Method is "POST");

            answer.Status.ShouldBe(429);
            await page.LookAsync("too-many-attempts", language);
            var said = await page.InnerTextAsync("[role=alert]");
            var seconds = int.Parse((await answer.HeaderValueAsync("retry-after")).ShouldNotBeNull(), System.Globalization.CultureInfo.InvariantCulture);
            said.ShouldContain($"{(seconds < 120 ? seconds : (seconds + 59) / 60)}");
            string.Equals(said, alert, StringComparison.Ordinal).ShouldBeFalse();
            (await page.InputValueAsync("#email")).ShouldBe("nobody@acme.test");
            (await page.InputValueAsync("#password")).ShouldBeEmpty();
            Refusals(watch).ShouldBeEmpty();
        }
        finally
        {
            limits.AddressFailures = usual;
            await pages.Host.SqlAsync("DELETE FROM attempt_counters");
        }
    }

    [Fact]
    public async Task O13_Page_InAFrame_StaysEmpty()
    {
        await using var context = await OpenAsync("en", script: true);
        await context.RouteAsync("**/framer?*", route => route.FulfillAsync(new() { ContentType = "text/html", Body = $"<!doctype html><iframe src=\"{HttpUtility.ParseQueryString(new Uri(route.Request.Url).Query)["of"]}\"></iframe>" }));
        await context.RouteAsync("**/open", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<!doctype html><form>Sign in</form>" }));
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page);
        foreach (var (path, isOpen) in (IEnumerable<(string, bool)>)[("/open", true), ("/t/acme/account/sign-in", false), ("/t/acme/account/device", false), ("/docs/index.html", false)])
        {
            await page.GotoAsync($"{pages.Origin}/framer?of={Uri.EscapeDataString(pages.Origin + path)}");
            var framed = page.Frames.Count > 1 ? await page.Frames[1].ContentAsync() : string.Empty;
            var refused = watch.Take().Any(h => h.Contains("frame-ancestors", StringComparison.Ordinal));
            (framed.Contains("<form", StringComparison.Ordinal), refused).ShouldBe((isOpen, !isOpen), path);
        }
    }

    [Fact]
    public async Task O46_O48_EndSession_ByAFormOfTheClientsOwnPage_SignsThePersonOut()
    {
        var roster = await Integrator.RegisterAsync(
            pages.Host,
            new
            {
                name = "Roster",
                kind = "public",
                grants = Integrator.Words("authorization_code"),
                scopes = Integrator.Words("openid"),
                redirectUris = Integrator.Words(Integrator.RedirectUri),
                postLogoutRedirectUris = Integrator.Words("https://payroll.example/bye"),
            });
        await using var context = await OpenAsync("en");
        var page = await context.NewPageAsync();
        await page.GotoAsync(pages.Authorize(roster, "openid"));
        await TypeAsync(page, "technician@acme.test", SatcomHost.DemoPassword);
        await page.TabToAsync("decision", "allow");
        var form = Redemption.Form((await ReturnAsync(page))["code"]!);
        form["client_id"] = roster.ClientId;
        using var redeemed = await Integrator.PostAsync(pages.Host, "/connect/token", form);
        var tokens = await redeemed.ReadAsync();

        // Another site than the service's: from there a browser sends no cookie with a form.
        var fields = $"<input type=\"hidden\" name=\"id_token_hint\" value=\"{tokens.Text("id_token")}\"><input type=\"hidden\" name=\"post_logout_redirect_uri\" value=\"https://payroll.example/bye\">";
        await context.RouteAsync(
            "http://localhost:9/**", route => route.FulfillAsync(new() { ContentType = "text/html", Body = $"<!doctype html><form method=\"post\" action=\"{pages.Origin}/t/acme/connect/endsession\">{fields}<button>Out</button></form>" }));
        page = await context.NewPageAsync();
        await page.GotoAsync("http://localhost:9/roster");
        await page.RunAndWaitForRequestAsync(() => page.ClickAsync("button"), "https://payroll.example/bye");

        page = await context.NewPageAsync();
        await page.GotoAsync($"{pages.Origin}/t/acme/account/home");
        page.Url.ShouldContain("/account/sign-in");
        using var client = pages.Host.With(tokens.Text("access_token"));
        using var refused = await client.GetAsync(new Uri("/t/acme/connect/userinfo", UriKind.Relative));
        refused.StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task O15_Authorize_ByAFormOfTheClientsOwnPage_SeesWhoIsSignedIn()
    {
        var roster = await PagesHost.RosterAsync(pages.Host);
        await using var context = await OpenAsync("en");
        var page = await context.NewPageAsync();
        await page.GotoAsync(pages.Authorize(roster, "openid"));
        await TypeAsync(page, "lead@acme.test", SatcomHost.DemoPassword);
        await page.TabToAsync("decision", "allow");
        (await ReturnAsync(page))["code"].ShouldNotBeNullOrEmpty();

        var request = WebBrowser.Request(roster, "openid");
        request["prompt"] = "none";
        var fields = string.Concat(request.Select(p => $"<input type=\"hidden\" name=\"{p.Key}\" value=\"{p.Value}\">"));
        await context.RouteAsync(
            "http://localhost:9/**", route => route.FulfillAsync(new() { ContentType = "text/html", Body = $"<!doctype html><form method=\"post\" action=\"{pages.Origin}/t/acme/connect/authorize\">{fields}<button>In</button></form>" }));
        page = await context.NewPageAsync();
        await page.GotoAsync("http://localhost:9/roster");
        var back = await page.RunAndWaitForRequestAsync(() => page.ClickAsync("button"), Returned());
        HttpUtility.ParseQueryString(new Uri(back.Url).Query)["code"].ShouldNotBeNullOrEmpty();
    }

    private Task<IBrowserContext> OpenAsync(string language, bool script = false) => OpenAsync(chromium, language, script);

    internal static Task<IBrowserContext> OpenAsync(Chromium chromium, string language, bool script) =>
        chromium.OpenAsync(new() { JavaScriptEnabled = script, Locale = language });

    /// <summary>What a decision takes to the client, whose place is nowhere.</summary>
    private static async Task<NameValueCollection> ReturnAsync(IPage page)
    {
        var back = await page.RunAndWaitForRequestAsync(() => page.Keyboard.PressAsync("Enter"), Returned());
        return HttpUtility.ParseQueryString(new Uri(back.Url).Query);
    }

    /// <summary>Fills in the sign-in form by keyboard alone.</summary>
    private static async Task TypeAsync(IPage page, string email, string password)
    {
        await page.TabToAsync("email");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(email);
        await page.TabToAsync("password");
        await page.Keyboard.TypeAsync(password);
        await page.GoOnAsync(() => page.Keyboard.PressAsync("Enter"));
    }

    private async Task<string> CodeAsync(string email)
    {
        var phone = (string)(await pages.Host.SqlAsync("SELECT phone FROM users WHERE email = $1", email))!;
        return SixDigits().Match((await pages.Inbox.LatestAsync($"{phone[1..]}@sms.test")).Text).Value;
    }

    /// <summary>Where a mailed link to set a password leads, without the origin.</summary>
    private async Task<string> LinkAsync(string email)
    {
        using var hr = await pages.Host.FreshAsync("hr@acme.test");
        await hr.SendAsync($"{PeopleSteps.Users}/{await pages.Host.UserIdAsync(email)}/reset-password", new { }, System.Net.HttpStatusCode.Accepted);
        return new Uri(pages.Host.Messages().Sent.Where(m => m.To.Equals(email, StringComparison.Ordinal)).Select(m => m.Content).OfType<PasswordReset>().Single().Link).PathAndQuery;
    }

    private async Task<Dictionary<string, string>> CookiesAsync(IBrowserContext context) =>
        (await context.CookiesAsync([pages.Origin])).ToDictionary(c => c.Name, c => c.Value, StringComparer.Ordinal);

    /// <summary>What a page's policy or its scripts complained of; that an answer was no 200 is no complaint.</summary>
    internal static IEnumerable<string> Refusals(PageWatch watch) =>
        watch.Take().Where(h => !h.Contains("Failed to load resource", StringComparison.Ordinal) && !h.StartsWith("console verbose", StringComparison.Ordinal));

    [GeneratedRegex("^https://payroll[.]example/cb[?]", RegexOptions.None, 1000)]
    private static partial Regex Returned();

    [GeneratedRegex("(?<![0-9])[0-9]{6}(?![0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SixDigits();
}
