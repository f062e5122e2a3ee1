using Microsoft.Playwright;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Pages;

namespace Satcom.IntegrationTests.Identity.ApiConsole;

/// <summary>The console as a developer and an administrator use it.</summary>
[Collection(PagesTogether.Name)]
public sealed class ConsoleBrowserTests(PagesHost pages, Chromium chromium)
{
    [Fact]
    public async Task Console_InDevelopment_SignsInWithOneClick_AndKeepsIt()
    {
        await using var context = await OpenAsync();
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page);
        await page.GotoAsync(pages.Origin + "/docs");
        await page.WaitForSelectorAsync("#select");
        (await page.Locator("#select option").AllInnerTextsAsync()).ShouldBe(["acme", "globex", "platform"]);

        var popup = await context.RunAndWaitForPageAsync(() => page.ClickAsync(".auth-wrapper .authorize.unlocked"));
        await popup.ReachAsync("/sign-in?");
        await popup.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Screenshots, "console-sign-in.en.png") });
        await SignInAsync(popup, "superadmin@acme.test", SatcomHost.DemoPassword);
        await page.WaitForSelectorAsync(".auth-wrapper .authorize.locked");
        await page.WaitForSelectorAsync(".dialog-ux", new() { State = WaitForSelectorState.Detached });
        (await AskAsync(page)).ShouldBe("200");
        (await page.InnerTextAsync(".live-responses-table .response .response-col_description")).ShouldContain("superadmin@acme.test");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Screenshots, "console.en.png") });

        await page.ReloadAsync();
        await page.WaitForSelectorAsync(".auth-wrapper .authorize.locked");
        (await AskAsync(page)).ShouldBe("200");

        // What is kept of one company is not taken for another.
        await page.GotoAsync(pages.Origin + "/docs/index.html?urls.primaryName=globex");
        var other = await context.RunAndWaitForPageAsync(() => page.ClickAsync(".auth-wrapper .authorize"));
        await other.ReachAsync("/t/globex/account/sign-in?");
        BrowserTests.Refusals(watch).Where(h => h.Contains("Content Security Policy", StringComparison.Ordinal) || h.StartsWith("error", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A38_Console_OutsideDevelopment_IsThereForAdministratorsAlone()
    {
        await using var production = await ProductionHost.StartAsync();
        var console = production.Origin + "/t/acme/docs";
        await using (var stranger = await OpenAsync())
        {
            var page = await stranger.NewPageAsync();
            await page.GotoAsync(console);
            page.Url.ShouldBe($"{production.Origin}/t/acme/account/sign-in?next=console");
            foreach (var path in (string[])["/t/acme/docs/openapi.json", "/t/acme/docs/index.js", "/t/acme/docs/swagger-ui.css", "/t/acme/docs/oauth2-redirect.html", "/docs", "/docs/index.html", "/openapi/v1.json", "/t/nobody/docs"])
            {
                (await page.GotoAsync(production.Origin + path))!.Status.ShouldBe(404, path);
            }

            await page.GotoAsync(console);
            await SignInAsync(page, "employee@acme.test", ProductionHost.Password);
            await page.ReachAsync("/t/acme/docs");
            (await page.Locator("main h1").CountAsync()).ShouldBe(1);
            (await page.Locator("#swagger-ui").CountAsync()).ShouldBe(0);
            (await page.GotoAsync(production.Origin + "/t/acme/docs/openapi.json"))!.Status.ShouldBe(404);
        }

        await using var context = await OpenAsync();
        var admin = await context.NewPageAsync();
        var watch = new PageWatch(admin);
        await admin.GotoAsync(console);
        await SignInAsync(admin, "superadmin@acme.test", ProductionHost.Password);
        await admin.ReachAsync("/t/acme/docs/index.html");

        // Bound to this host, kept from scripts, sent by https alone (O49).
        (await context.CookiesAsync([production.Origin])).ShouldAllBe(c => c.Name.StartsWith("__Host-", StringComparison.Ordinal) && c.Secure && c.HttpOnly && c.SameSite == SameSiteAttribute.Lax && c.Path == "/");
        await admin.WaitForSelectorAsync(".auth-wrapper .authorize.unlocked");
        await admin.ClickAsync(".auth-wrapper .authorize.unlocked");
        await admin.WaitForSelectorAsync(".auth-wrapper .authorize.locked");
        (await AskAsync(admin)).ShouldBe("200");

        // Who is signed in is asked nothing: the window that was opened has closed itself.
        await HostWork.EventuallyAsync(() => Task.FromResult(context.Pages.Count), count => count == 1);
        BrowserTests.Refusals(watch).Where(h => h.Contains("Content Security Policy", StringComparison.Ordinal) || h.StartsWith("error", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private Task<IBrowserContext> OpenAsync() => chromium.OpenAsync(new() { Locale = "en", ViewportSize = new() { Width = 1280, Height = 900 }, IgnoreHTTPSErrors = true });

    private static async Task SignInAsync(IPage page, string email, string password)
    {
        await page.FillAsync("#email", email);
        await page.FillAsync("#password", password);
        await page.ClickAsync("button");
    }

    /// <summary>Tries GET /api/v1/me out.</summary>
    private static async Task<string> AskAsync(IPage page)
    {
        var operation = page.Locator("[id$=Identity_GetMe]");
        await page.WaitForSelectorAsync("h3[data-tag=Identity]");
        if (await operation.CountAsync() == 0)
        {
            await page.ClickAsync("h3[data-tag=Identity]");
        }

        await operation.Locator(".opblock-summary-control").First.ClickAsync();
        await operation.Locator(".try-out__btn").ClickAsync();
        await operation.Locator(".execute").ClickAsync();
        return (await operation.Locator(".live-responses-table .response .response-col_status").First.InnerTextAsync()).Trim();
    }
}
