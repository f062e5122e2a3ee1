using System.Net;
using System.Text.RegularExpressions;
using Satcom.Application.Identity;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Provider;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity.Pages;

/// <summary>What people are shown where something is wrong: always a page in their language, and one that says what to do.</summary>
public sealed partial class PageAnswersTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private static readonly string[] ForPeople =
    [
        "", "/", "/account", "/account/nothing", "/account/verify", "/account/home", "/account/sign-in", "/account/forgot", "/account/device", "/account/password?token=x", "/account/signed-out", "/connect/authorize?client_id=x", "/connect/authorize/resume?request=x", "/connect/endsession",
    ];

    [Theory]
    [InlineData("ar", "حساب هذه الشركة غير نشط", "لا توجد شركة على هذا العنوان")]
    [InlineData("en", "account is not active", "There is no company at this address")]
    public async Task Pages_OfASuspendedOrUnknownCompany_SayItOnAPageInTheAskedLanguage_AndProgramsAreToldInJson(string language, string inactive, string unknown)
    {
        using var platform = await host.AsAsync("platform@satcom.test");
        var slug = $"shut-{language}";
        var company = await platform.SendAsync(
            "/api/v1/tenants", new { slug, name = "Shut", locale = "en", timeZone = "UTC", administrator = new { email = $"first@{slug}.test", displayName = "First" } }, HttpStatusCode.Created);
        await platform.SendAsync($"/api/v1/tenants/{company.Id()}/suspend", new { reason = "A test" });
        foreach (var (tenant, status, text) in ((string, HttpStatusCode, string)[])[(slug, HttpStatusCode.Forbidden, inactive), ("no-such-company", HttpStatusCode.NotFound, unknown)])
        {
            using var browser = new WebBrowser(host, tenant) { Sending = request => request.Headers.Add("Accept-Language", language) };
            foreach (var path in ForPeople)
            {
                using var response = await browser.GetAsync($"/t/{tenant}{path}");
                response.StatusCode.ShouldBe(status, path);
                response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
                var html = await response.Content.ReadAsStringAsync();
                html.ShouldContain(text);
                html.ShouldContain($"<html lang=\"{language}\"");
                html.ShouldNotContain("Platform");
            }

            using var discovery = await browser.GetAsync($"/t/{tenant}/.well-known/openid-configuration");
            await discovery.ProblemAsync(HttpStatusCode.NotFound, "not_found");
        }

        using var token = await Integrator.PostAsync(host, "/connect/token", [new("grant_type", "client_credentials")], tenant: slug);
        await token.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Theory]
    [InlineData("acme%0d%0a")]
    [InlineData("acme%c2%a0")]
    [InlineData("%20acme")]
    [InlineData("acme%20")]
    [InlineData("acm%c3%a9")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghija")]
    public async Task Path_ThatCanNameNoCompany_IsRefusedOnAPage_AndReachesNoHeader(string slug)
    {
        using var browser = new WebBrowser(host, slug);
        foreach (var path in (string[])["/account/home", "/account/sign-in", "/connect/endsession"])
        {
            using var response = await browser.GetAsync($"/t/{slug}{path}");
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            response.Headers.Location.ShouldBeNull();
            (await response.Content.ReadAsStringAsync()).ShouldNotContain("acm");
        }
    }

    [Theory]
    [InlineData("en", "There is no such page")]
    [InlineData("ar", "لا توجد صفحة هنا")]
    public async Task Addresses_ThatAreNoPages_LeadHomeOrSaySoOnAPage(string language, string nothing)
    {
        using var browser = new WebBrowser(host) { Sending = request => request.Headers.Add("Accept-Language", language) };
        foreach (var path in (string[])["", "/", "/account", "/account/verify", "/account/resend", "/account/withdraw", "/account/sign-out"])
        {
            using var led = await browser.GetAsync($"/t/acme{path}");
            led.StatusCode.ShouldBe(HttpStatusCode.SeeOther, path);
            led.Headers.Location!.OriginalString.ShouldBe("/t/acme/account/home");
        }

        using var own = new WebBrowser(host, new Uri("http://acme.satcom.test"));
        using var bare = await own.GetAsync("/");
        bare.Headers.Location!.OriginalString.ShouldBe("/account/home");

        using var unknown = await browser.GetAsync("/t/acme/account/nothing/here");
        using var unsent = await browser.PostAsync("/t/acme/account/home", []);
        using var seen = await browser.PostAsync("/t/acme/connect/authorize/resume", []);
        foreach (var (answer, status) in ((HttpResponseMessage, HttpStatusCode)[])[(unknown, HttpStatusCode.NotFound), (unsent, HttpStatusCode.MethodNotAllowed), (seen, HttpStatusCode.MethodNotAllowed)])
        {
            answer.StatusCode.ShouldBe(status);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
            (await answer.Content.ReadAsStringAsync()).ShouldContain(nothing);
        }

        unsent.Content.Headers.Allow.ShouldBe(["GET", "HEAD"]);
    }

    [Theory]
    [InlineData("/t/acme/.well-known/openid-configuration")]
    [InlineData("/.well-known/jwks.json")]
    [InlineData("/t/acme/account/sign-in")]
    public async Task Head_OfWhatIsOnlyLookedAt_IsAnsweredWithoutABody(string path)
    {
        using var client = host.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(path, UriKind.Relative));
        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Path_InCapitals_NamesTheCompany_AndLinksInItsOwnForm()
    {
        using var browser = new WebBrowser(host);
        using var response = await browser.GetAsync("/t/ACME/account/home");
        response.Headers.Location!.OriginalString.ShouldBe("/t/acme/account/sign-in");
    }

    [Fact]
    public async Task Password_WithALink_IsJudgedAtOnce_SaysItsRule_AndSpendsTheLinkOnlyOnce()
    {
        const string Email = "technician@acme.test";
        using var hr = await host.FreshAsync("hr@acme.test");
        await hr.SendAsync($"{PeopleSteps.Users}/{await host.UserIdAsync(Email)}/reset-password", new { }, HttpStatusCode.Accepted);
        var address = host.Messages().Sent.Where(m => m.To.Equals(Email, StringComparison.Ordinal)).Select(m => m.Content).OfType<PasswordReset>().Single().Link;
        var path = new Uri(address).PathAndQuery;
        using var browser = new WebBrowser(host) { Sending = request => request.Headers.Add("Accept-Language", "en") };

        using var page = await browser.GetAsync(path);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        page.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldContain("At least 12 characters");
        html.ShouldContain($"autocomplete=\"username\" value=\"{Email}\"");

        foreach (var (weak, said) in ((string, string)[])[("short", "At least 12 characters."), ("password1234", "tried first"), ("technician@acme.test", "little more than a name")])
        {
            using var refused = await browser.SubmitAsync(page, [new("password", weak)]);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await AlertOf(refused)).ShouldContain(said);
        }

        using var done = await browser.SubmitAsync(page, [new("password", "harbour lantern walnut")]);
        done.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var dead in (string[])[path, "/t/acme/account/password", "/t/acme/account/password?token=spl_nonsense"])
        {
            using var over = await browser.GetAsync(dead);
            over.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var text = await over.Content.ReadAsStringAsync();
            text.ShouldNotContain("type=\"password\"");
            text.ShouldContain("href=\"/t/acme/account/forgot\">Ask for a new link");
        }
    }

    [Fact]
    public async Task SignIn_ThatFails_KeepsTheAddress_AndSaysWhatIsMissing()
    {
        const string Email = "lead@acme.test";
        using var browser = new WebBrowser(host) { Sending = request => request.Headers.Add("Accept-Language", "en") };
        using var page = await browser.GetAsync("/t/acme/account/sign-in");
        using var empty = await browser.SubmitAsync(page, [new("email", Email), new("password", string.Empty)]);
        empty.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await AlertOf(empty)).ShouldBe("Type your e-mail address and your password.");

        using var wrong = await browser.SubmitAsync(page, [new("email", Email), new("password", "wrong")]);
        (await AlertOf(wrong)).ShouldBe("The address or the password is not right.");
        using var endless = await browser.SubmitAsync(page, [new("email", Email), new("password", new string('x', 200))]);
        (await AlertOf(endless)).ShouldBe("The address or the password is not right.");
        (await wrong.Content.ReadAsStringAsync()).ShouldContain($"value=\"{Email}\"");
    }

    [Fact]
    public async Task Pages_InArabic_KeepWhatIsReadFromLeftToRight_AndShowADevicesCodeAsTheDeviceDoes()
    {
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host) { Sending = request => request.Headers.Add("Accept-Language", "ar") };
        using var consent = await browser.SignInAsync(await browser.AuthorizeAsync(WebBrowser.Request(app)), "employee@acme.test");
        var html = await consent.Content.ReadAsStringAsync();
        html.ShouldContain("<bdi dir=\"ltr\">employee@acme.test</bdi>");
        html.ShouldContain("<bdi dir=\"ltr\">payroll.example</bdi>");
        html.ShouldContain("/t/acme/account/sign-in?request=");

        var tv = await Integrator.RegisterAsync(host, new { name = "TV", kind = "public", grants = Integrator.Words("urn:ietf:params:oauth:grant-type:device_code"), scopes = Integrator.Words("openid") });
        using var begun = await Integrator.PostAsync(host, "/connect/device_authorization", [new("client_id", tv.ClientId), new("scope", "openid")]);
        var code = (await begun.ReadAsync()).Text("user_code");
        using var device = await browser.GetAsync($"/t/acme/account/device?user_code={code.Replace("-", "%20", StringComparison.Ordinal).ToLowerInvariant()}");
        (await device.Content.ReadAsStringAsync()).ShouldContain($"dir=\"ltr\">{code}</p>");
        using var bye = await browser.GetAsync("/t/acme/account/signed-out");
        (await bye.Content.ReadAsStringAsync()).ShouldContain("<h1>تم تسجيل الخروج</h1>");
    }

    [Theory]
    [InlineData("globex", "#0b5fff", "#ffffff", "#0b5fff")]
    [InlineData("acme", "#ffe98a", "#000000", "#7f7445")]
    public async Task Pages_OfACompany_ShowItsLogoAndItsColour_WithTextThatCanBeReadOnIt(string tenant, string color, string on, string link)
    {
        using var admin = await host.FreshAsync($"superadmin@{tenant}.test");
        using var changed = await admin.PatchAsync("/api/v1/tenant", new { branding = new { logoUrl = $"https://{tenant}.example:8443/logo.svg?a=1&b=2", primaryColor = color } });
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var browser = new WebBrowser(host, tenant);

        var (html, policy) = await HostWork.EventuallyAsync(
            async () =>
            {
                using var page = await browser.GetAsync($"/t/{tenant}/account/sign-in");
                return (Html: await page.Content.ReadAsStringAsync(), Policy: page.Headers.GetValues("Content-Security-Policy").Single());
            },
            page => page.Html.Contains("<img", StringComparison.Ordinal));

        html.ShouldContain($"<img src=\"https://{tenant}.example:8443/logo.svg?a=1&amp;b=2\" alt=\"\">");
        policy.ShouldContain($"; img-src https://{tenant}.example:8443; ");
        var style = $":root{{--brand:{color};--press:{color};--on:{on};--link:{link}}}";
        html.ShouldContain($"<style>{style}</style>");
        policy.ShouldContain(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style))));
    }

    [Theory]
    [InlineData("en", "nadia@acme.test", "Allowed since", "Take it back from <bdi>Roster</bdi>")]
    [InlineData("ar", "omar@acme.test", "سُمح له منذ", "سحب الإذن من <bdi>Roster</bdi>")]
    public async Task O42_Home_ListsWhatProgramsAndDevicesMayDo_AndTakesItBackWithoutScript(string language, string email, string since, string withdraw)
    {
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host) { Sending = request => request.Headers.Add("Accept-Language", language) };
        var tokens = await app.TokensAsync(host, (await browser.GrantAsync(app, email, "openid email offline_access"))["code"]);
        var tv = await Integrator.RegisterAsync(host, new { name = "Wall <b>clock", kind = "public", grants = Integrator.Words("urn:ietf:params:oauth:grant-type:device_code"), scopes = Integrator.Words("openid") });
        using var begun = await Integrator.PostAsync(host, "/connect/device_authorization", [new("client_id", tv.ClientId), new("scope", "openid")]);
        using var asked = await browser.GetAsync($"/t/acme/account/device?user_code={(await begun.ReadAsync()).Text("user_code")}");
        (await browser.ConsentAsync(asked)).Dispose();

        using var home = await browser.GetAsync("/t/acme/account/home");
        var html = await home.Content.ReadAsStringAsync();
        html.ShouldContain("<bdi>Roster</bdi>");
        html.ShouldContain("<bdi>Wall &lt;b&gt;clock</bdi>");
        html.ShouldContain(since);
        html.ShouldContain(withdraw);
        html.ShouldNotContain("<script");

        // The device was allowed last, so it comes first. Another browser's proof, and another person's consent, take nothing back.
        var consents = ConsentId().Matches(html).Select(m => m.Groups["id"].Value).ToList();
        consents.Count.ShouldBe(2);
        Dictionary<string, string> FormOf(string proof, string consent) => new(StringComparer.Ordinal) { ["proof"] = proof, ["consent"] = consent };
        var proof = (await WebBrowser.FormAsync(home))["proof"];
        using var stranger = new WebBrowser(host);
        using var strangersHome = await stranger.SignInAsync(await stranger.GetAsync("/t/acme/account/sign-in"), "lead@acme.test");
        using var forged = await stranger.PostAsync("/t/acme/account/withdraw", FormOf(proof, consents[0]));
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var foreign = await stranger.PostAsync("/t/acme/account/withdraw", FormOf((await WebBrowser.FormAsync(strangersHome))["proof"], consents[0]));
        foreign.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var id = await host.UserIdAsync(email);
        (await host.SqlAsync("SELECT count(*) FROM consents WHERE user_id = $1", id)).ShouldBe(2L);

        using var once = await browser.FollowAsync(await browser.PostAsync("/t/acme/account/withdraw", FormOf(proof, consents[0])));
        (await once.Content.ReadAsStringAsync()).ShouldNotContain("Wall");
        using var twice = await browser.FollowAsync(await browser.PostAsync("/t/acme/account/withdraw", FormOf(proof, consents[1])));
        (await twice.Content.ReadAsStringAsync()).ShouldNotContain("Roster");
        (await host.SqlAsync("SELECT count(*) FROM consents WHERE user_id = $1", id)).ShouldBe(0L);
        using var refreshed = await app.RefreshAsync(host, tokens.Text("refresh_token"));
        await refreshed.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        (await host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'oauth.withdrawConsent' AND entity_type = 'consent' AND actor_id = $1", id)).ShouldBe(2L);
    }

    private static async Task<string> AlertOf(HttpResponseMessage page) => WebUtility.HtmlDecode(Alert().Match(await page.Content.ReadAsStringAsync()).Groups["text"].Value);

    [GeneratedRegex("name=\"consent\" value=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConsentId();

    [GeneratedRegex("role=\"alert\">(?<text>[^<]*)<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alert();
}
