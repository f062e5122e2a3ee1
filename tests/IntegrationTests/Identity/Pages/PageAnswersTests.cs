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
        "/account/home", "/account/sign-in", "/account/forgot", "/account/device", "/account/password?token=x", "/account/signed-out", "/connect/authorize?client_id=x", "/connect/authorize/resume?request=x", "/connect/endsession",
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
    [InlineData("globex", "#0b5fff", true)]
    [InlineData("acme", "#ffe98a", false)]
    public async Task Pages_OfACompany_ShowItsLogo_AndItsColourWhereWhiteCanBeReadOnIt(string tenant, string color, bool isUsed)
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
        var style = $":root{{--brand:{color};--press:{color}}}";
        html.Contains($"<style>{style}</style>", StringComparison.Ordinal).ShouldBe(isUsed);
        policy.Contains(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style))), StringComparison.Ordinal).ShouldBe(isUsed);
    }

    private static async Task<string> AlertOf(HttpResponseMessage page) => WebUtility.HtmlDecode(Alert().Match(await page.Content.ReadAsStringAsync()).Groups["text"].Value);

    [GeneratedRegex("role=\"alert\">(?<text>[^<]*)<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alert();
}
