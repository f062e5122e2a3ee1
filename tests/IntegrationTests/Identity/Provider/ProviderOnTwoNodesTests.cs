using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity.Provider;

/// <summary>O19, O37, O42, O45, O48, O54: what is taken back on one node bites on both.</summary>
public sealed class ProviderOnTwoNodesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private const string Days = "/api/v1/attendance/days";
    private const string UserInfo = "/t/acme/connect/userinfo";
    private static readonly TimeSpan Soon = Waiting.Patience;

    [Fact]
    public async Task O19_Code_ShownAgainOnOneNode_EndsItsTokensOnBoth()
    {
        var app = await Integrator.WebAppAsync(nodes.First);
        using var browser = new WebBrowser(nodes.First);
        var code = (await browser.GrantAsync(app, scope: "openid offline_access attendance.read.own"))["code"];
        var tokens = await app.TokensAsync(nodes.First, code);
        using var first = nodes.First.With(tokens.Text("access_token"));
        using var second = nodes.Second.With(tokens.Text("access_token"));
        await UntilAsync(HttpStatusCode.OK, Days, first, second);

        using var replay = await app.RedeemAsync(nodes.Second, code);
        await replay.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");

        await UntilAsync(HttpStatusCode.Unauthorized, Days, first, second);
        await UntilAsync(HttpStatusCode.Unauthorized, UserInfo, first, second);
        foreach (var node in (SatcomHost[])[nodes.First, nodes.Second])
        {
            (await app.IntrospectAsync(node, tokens.Text("access_token"))).ToString().ShouldBe("""{"active":false}""");
            using var refreshed = await app.RefreshAsync(node, tokens.Text("refresh_token"));
            await refreshed.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        }
    }

    [Fact]
    public async Task O37_RoleTaken_BitesOnTokensThatAreOutAndOnThoseOfTheNextRefresh()
    {
        using var admin = await nodes.First.FreshAsync("superadmin@acme.test");
        var person = await nodes.First.HireAsync(admin, "Reader", ["employee", "hr"]);
        var app = await Integrator.WebAppAsync(nodes.First);
        using var browser = new WebBrowser(nodes.First);
        var granted = await browser.GrantAsync(app, person.Text("email"), "openid offline_access attendance.read.own attendance.read.all");
        var tokens = await app.TokensAsync(nodes.First, granted["code"]);
        var others = $"{Days}?userId={await nodes.First.UserIdAsync("employee@acme.test")}";
        using var first = nodes.First.With(tokens.Text("access_token"));
        using var second = nodes.Second.With(tokens.Text("access_token"));
        (await first.ReadAsync(others)).Items().Count.ShouldBeGreaterThan(0);
        (await second.ReadAsync(others)).Items().Count.ShouldBeGreaterThan(0);

        await admin.ChangeAsync(person.Id(), new { roles = (string[])["employee"] });

        await NothingOfOthersAsync(first, others);
        await NothingOfOthersAsync(second, others);
        using var refreshed = await app.RefreshAsync(nodes.Second, tokens.Text("refresh_token"));
        using var next = nodes.Second.With((await refreshed.ReadAsync()).Text("access_token"));
        await NothingOfOthersAsync(next, others);
        await next.ReadAsync(Days);
    }

    [Fact]
    public async Task O42_Consents_AreListedAndTakenBackByTheirPersonAlone()
    {
        using var admin = await nodes.First.FreshAsync("superadmin@acme.test");
        var person = await nodes.First.HireAsync(admin);
        var app = await Integrator.WebAppAsync(nodes.First);
        using var browser = new WebBrowser(nodes.First);
        var tokens = await app.TokensAsync(nodes.First, (await browser.GrantAsync(app, person.Text("email"), "openid offline_access attendance.read.own"))["code"]);
        using var program = nodes.Second.With(tokens.Text("access_token"));
        await program.ReadAsync(Days);
        using var own = await nodes.First.FreshAsync(person.Text("email"));
        var consent = (await own.ReadAsync("/api/v1/auth/consents")).Items().ShouldHaveSingleItem();
        consent.Text("clientName").ShouldBe("Roster");
        consent.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()).ShouldBe(["openid", "offline_access", "attendance.read.own"], ignoreOrder: true);

        using var other = await nodes.First.FreshAsync("employee@acme.test");
        (await other.ReadAsync("/api/v1/auth/consents")).Items().ShouldAllBe(c => c.Id() != consent.Id());
        foreach (var client in (HttpClient[])[other, admin])
        {
            using var refused = await client.DeleteAsync(new Uri($"/api/v1/auth/consents/{consent.Id()}", UriKind.Relative));
            await refused.ProblemAsync(HttpStatusCode.NotFound, "not_found");
        }

        using var byProgram = await program.DeleteAsync(new Uri($"/api/v1/auth/consents/{consent.Id()}", UriKind.Relative));
        byProgram.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await program.ReadAsync(Days);

        using var withdrawn = await own.DeleteAsync(new Uri($"/api/v1/auth/consents/{consent.Id()}", UriKind.Relative));
        withdrawn.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await UntilAsync(HttpStatusCode.Unauthorized, Days, program);
        using var refreshed = await app.RefreshAsync(nodes.Second, tokens.Text("refresh_token"));
        await refreshed.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        (await own.ReadAsync("/api/v1/auth/consents")).Items().ShouldBeEmpty();
        (await browser.AuthorizeAsync(WebBrowser.Request(app, "openid"))).Headers.Location!.OriginalString.ShouldContain("/account/consent");
    }

    [Fact]
    public async Task O45_Revoke_OfARefreshToken_EndsItsFamilyOnBothNodes_AndNobodyElsesDoes()
    {
        var app = await Integrator.WebAppAsync(nodes.First);
        var stranger = await Integrator.WebAppAsync(nodes.First);
        using var browser = new WebBrowser(nodes.First);
        var tokens = await app.TokensAsync(nodes.First, (await browser.GrantAsync(app, scope: "openid offline_access attendance.read.own"))["code"]);
        using var first = nodes.First.With(tokens.Text("access_token"));
        using var second = nodes.Second.With(tokens.Text("access_token"));

        foreach (var text in (string[])[tokens.Text("refresh_token"), tokens.Text("access_token")])
        {
            using var foreign = await Integrator.PostAsync(nodes.First, "/connect/revoke", [new("token", text)], stranger.Basic());
            foreign.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await UntilAsync(HttpStatusCode.OK, Days, first, second);
        (await app.IntrospectAsync(nodes.Second, tokens.Text("refresh_token"))).GetProperty("active").GetBoolean().ShouldBeTrue();

        using var revoked = await Integrator.PostAsync(nodes.First, "/connect/revoke", [new("token", tokens.Text("refresh_token")), new("token_type_hint", "access_token")], app.Basic());
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        await UntilAsync(HttpStatusCode.Unauthorized, Days, first, second);
        (await app.IntrospectAsync(nodes.Second, tokens.Text("access_token"))).ToString().ShouldBe("""{"active":false}""");
        using var refreshed = await app.RefreshAsync(nodes.Second, tokens.Text("refresh_token"));
        await refreshed.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Fact]
    public async Task O48_SignOut_InTheBrowser_ClosesTheHubOfWhatWasGrantedInIt()
    {
        var console = await ConsoleAsync();
        using var browser = new WebBrowser(nodes.First);
        using var elsewhere = new WebBrowser(nodes.First);
        var tokens = await console.TokensAsync(nodes.First, (await browser.GrantAsync(console, "nadia@acme.test", "openid satcom"))["code"]);
        var spared = await console.TokensAsync(nodes.First, (await elsewhere.GrantAsync(console, "nadia@acme.test", "openid satcom"))["code"]);
        await using var hub = await HubClient.ConnectAsync(nodes.Second.BaseAddress, tokens.Text("access_token"));
        await using var other = await HubClient.ConnectAsync(nodes.Second.BaseAddress, spared.Text("access_token"));

        using var left = await browser.GetAsync("/t/acme/connect/endsession?" + WebBrowser.Encode([new("id_token_hint", tokens.Text("id_token"))]));
        left.StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        (await hub.WaitForCloseAsync().WaitAsync(Soon)).Text("error").ShouldBe("session_ended");
        (await other.InvokeAsync("Heartbeat", "online")).ShouldBeNull();
        using var first = nodes.First.With(tokens.Text("access_token"));
        using var second = nodes.Second.With(tokens.Text("access_token"));
        await UntilAsync(HttpStatusCode.Unauthorized, "/api/v1/me", first, second);
    }

    [Fact]
    public async Task O54_Disable_OnOneNode_RefusesTheClientAtEveryEndpointOfBoth()
    {
        var app = await Integrator.RegisterAsync(
            nodes.First,
            new
            {
                name = "Roster",
                kind = "confidential",
                grants = Integrator.Words("authorization_code refresh_token client_credentials urn:ietf:params:oauth:grant-type:device_code"),
                scopes = Integrator.Words("openid offline_access attendance.read.own attendance.read.all"),
                redirectUris = Integrator.Words(Integrator.RedirectUri),
            });
        using var browser = new WebBrowser(nodes.First);
        var tokens = await app.TokensAsync(nodes.First, (await browser.GrantAsync(app, scope: "openid offline_access attendance.read.own"))["code"]);
        var unspent = (await browser.GrantAsync(app, scope: "openid"))["code"];
        var own = (await app.TokenAsync(nodes.First)).Text("access_token");
        HttpClient[] holders = [nodes.First.With(tokens.Text("access_token")), nodes.Second.With(tokens.Text("access_token")), nodes.First.With(own), nodes.Second.With(own)];
        await UntilAsync(HttpStatusCode.OK, Days, holders);

        using var admin = await nodes.Second.FreshAsync("superadmin@acme.test");
        await admin.SendAsync($"/api/v1/oauth-clients/{app.Id}/disable", new { });

        await UntilAsync(HttpStatusCode.Unauthorized, Days, holders);
        await UntilAsync(HttpStatusCode.Unauthorized, UserInfo, holders[..2]);
        foreach (var node in (SatcomHost[])[nodes.First, nodes.Second])
        {
            using var page = new WebBrowser(node);
            using var asked = await page.AuthorizeAsync(WebBrowser.Request(app, "openid"));
            asked.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (string Path, KeyValuePair<string, string>[] Form)[] calls =
            [
                ("/connect/token", [new("grant_type", "client_credentials")]),
                ("/connect/token", [new("grant_type", "refresh_token"), new("refresh_token", tokens.Text("refresh_token"))]),
                ("/connect/token", [.. Redemption.Form(unspent)]),
                ("/connect/introspect", [new("token", own)]),
                ("/connect/revoke", [new("token", own)]),
                ("/connect/device_authorization", [new("scope", "openid")]),
            ];
            foreach (var (path, form) in calls)
            {
                using var refused = await Integrator.PostAsync(node, path, form, app.Basic());
                await refused.ProtocolErrorAsync(HttpStatusCode.Unauthorized, "invalid_client");
            }
        }

        Array.ForEach(holders, h => h.Dispose());
    }

    /// <summary>A client that an operator trusts to act for its people in everything.</summary>
    private async Task<Integrator> ConsoleAsync()
    {
        using var platform = await nodes.First.FreshAsync("platform@satcom.test");
        using var there = nodes.First.With((await platform.SendAsync("/api/v1/platform/scope", new { tenant = "acme", reason = "A console" })).Text("accessToken"));
        var made = await there.SendAsync(
            "/api/v1/oauth-clients",
            new { name = "Console", kind = "confidential", grants = Integrator.Words("authorization_code"), scopes = Integrator.Words("openid satcom"), redirectUris = Integrator.Words(Integrator.RedirectUri), requiresConsent = false },
            HttpStatusCode.Created);
        return new Integrator(made.GetProperty("client").Id(), made.GetProperty("client").Text("clientId"), made.Text("clientSecret"));
    }

    private static async Task UntilAsync(HttpStatusCode expected, string path, params HttpClient[] clients)
    {
        foreach (var client in clients)
        {
            await HostWork.EventuallyAsync(
                async () =>
                {
                    using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
                    return answer.StatusCode;
                },
                status => status == expected);
        }
    }

    /// <summary>Waits until the days of others are either refused or not there.</summary>
    private static Task NothingOfOthersAsync(HttpClient client, string path) => HostWork.EventuallyAsync(
        async () =>
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK ? (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).Items().Count : 0;
        },
        count => count == 0);
}
