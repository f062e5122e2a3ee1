using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Provider;

namespace Satcom.IntegrationTests.Isolation;

/// <summary>T7: one tenant's codes, tokens, clients, cookies and links at every one of another's provider routes.</summary>
public sealed class ProviderTenantTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    [Fact]
    public async Task T7_Provider_WithAnotherTenantsThings_TellsAndChangesNothing()
    {
        var acme = await ThingsAsync("acme");
        var globex = await ThingsAsync("globex");
        await host.EndOwnWorkAsync();
        var footprint = await TenantFootprint.ReadAsync(host, (Guid)(await host.SqlAsync("SELECT id FROM tenants WHERE slug = 'acme'"))!);
        footprint.Ids.Count.ShouldBeGreaterThan(50);
        await footprint.ChangedAsync();
        var faults = new List<string>();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        using var browser = new WebBrowser(host, "globex");
        await browser.GrantAsync(globex.App, "employee@globex.test");
        using var thief = new WebBrowser(host, "globex");
        foreach (var name in (string[])["session", "browser", "device"])
        {
            // The cookie of the other company's person, under the name that it would have here.
            if (acme.Cookies.GetValueOrDefault(name) is { } value)
            {
                thief.SetCookie($"satcom-{name}-globex", value);
            }
        }

        // Where a client asks for a person.
        var request = WebBrowser.Request(acme.App);
        await JudgeAsync("authorize, client", await browser.AuthorizeAsync(request), HttpStatusCode.BadRequest);
        await JudgeAsync("authorize by post, client", await browser.PostAsync("/t/globex/connect/authorize", request), HttpStatusCode.BadRequest);
        var hinted = new Dictionary<string, string>(WebBrowser.Request(globex.App), StringComparer.Ordinal) { ["id_token_hint"] = acme.IdToken };
        await JudgeAsync("authorize, hint", await browser.AuthorizeAsync(hinted), HttpStatusCode.SeeOther, "error=invalid_request");
        var silent = new Dictionary<string, string>(WebBrowser.Request(globex.App), StringComparer.Ordinal) { ["prompt"] = "none" };
        await JudgeAsync("authorize, cookie", await thief.AuthorizeAsync(silent), HttpStatusCode.SeeOther, "error=login_required");
        foreach (var visitor in (WebBrowser[])[browser, thief])
        {
            await JudgeAsync("resume", await visitor.GetAsync($"/t/globex/connect/authorize/resume?request={acme.Handle}"), HttpStatusCode.BadRequest);
            await JudgeAsync("consent", await visitor.GetAsync($"/t/globex/account/consent?request={acme.Handle}"), HttpStatusCode.BadRequest);
            await JudgeAsync("sign-in", await visitor.GetAsync($"/t/globex/account/sign-in?request={acme.Handle}"), HttpStatusCode.OK);
        }

        // What clients show: their own proof with the other's thing, and the other's proof.
        foreach (var (grant, name, thing) in ((string, string, string)[])[("authorization_code", "code", acme.Code), ("refresh_token", "refresh_token", acme.RefreshToken)])
        {
            KeyValuePair<string, string>[] form = [new("grant_type", grant), new(name, thing), new("redirect_uri", Integrator.RedirectUri), new("code_verifier", WebBrowser.Verifier)];
            await JudgeAsync(grant, await Integrator.PostAsync(host, "/connect/token", form, globex.App.Basic(), "globex"), HttpStatusCode.BadRequest, "invalid_grant");
            await JudgeAsync(grant, await Integrator.PostAsync(host, "/connect/token", form, acme.App.Basic(), "globex"), HttpStatusCode.Unauthorized, "invalid_client");
        }

        await JudgeAsync("client", await Integrator.PostAsync(host, "/connect/token", [new("grant_type", "client_credentials")], acme.App.Basic(), "globex"), HttpStatusCode.Unauthorized, "invalid_client");
        await JudgeAsync("device", await PostAsync("/connect/token", [new("client_id", globex.Tv.ClientId), new("grant_type", DeviceGrant), new("device_code", acme.DeviceCode)]), HttpStatusCode.BadRequest, "invalid_grant");
        await JudgeAsync("device", await PostAsync("/connect/token", [new("client_id", acme.Tv.ClientId), new("grant_type", DeviceGrant), new("device_code", acme.DeviceCode)]), HttpStatusCode.Unauthorized, "invalid_client");
        await JudgeAsync("device client", await PostAsync("/connect/device_authorization", [new("client_id", acme.Tv.ClientId), new("scope", "openid")]), HttpStatusCode.Unauthorized, "invalid_client");
        foreach (var token in (string[])[acme.AccessToken, acme.RefreshToken, acme.IdToken, acme.Code, acme.DeviceCode])
        {
            await JudgeAsync("introspect", await Integrator.PostAsync(host, "/connect/introspect", [new("token", token)], globex.App.Basic(), "globex"), HttpStatusCode.OK, """{"active":false}""");
            await JudgeAsync("introspect", await Integrator.PostAsync(host, "/connect/introspect", [new("token", token)], acme.App.Basic(), "globex"), HttpStatusCode.Unauthorized);
            await JudgeAsync("revoke", await Integrator.PostAsync(host, "/connect/revoke", [new("token", token)], globex.App.Basic(), "globex"), HttpStatusCode.OK);
            await JudgeAsync("userinfo, body", await PostAsync("/connect/userinfo", [new("access_token", token)]), HttpStatusCode.Unauthorized);
        }

        using var bearer = host.With(acme.AccessToken);
        await JudgeAsync("userinfo", await bearer.GetAsync(new Uri("/t/globex/connect/userinfo", UriKind.Relative)), HttpStatusCode.Forbidden);

        // Pages.
        await JudgeAsync("home", await thief.GetAsync("/t/globex/account/home"), HttpStatusCode.SeeOther, "/account/sign-in");
        await JudgeAsync("device page", await browser.GetAsync($"/t/globex/account/device?user_code={acme.UserCode}"), HttpStatusCode.NotFound);
        using var approvable = await browser.GetAsync($"/t/globex/account/device?user_code={globex.UserCode}");
        await JudgeAsync("approval", await browser.SubmitAsync(approvable, [new("user_code", acme.UserCode), new("decision", "allow")]), HttpStatusCode.NotFound);
        var form2 = await WebBrowser.FormAsync(await browser.GetAsync("/t/globex/account/sign-in"));
        await JudgeAsync("password", await browser.PostAsync("/t/globex/account/sign-in", With(form2, ("email", "employee@acme.test"), ("password", SatcomHost.DemoPassword))), HttpStatusCode.Unauthorized, sent: "employee@acme.test");
        await JudgeAsync("challenge", await browser.PostAsync("/t/globex/account/verify", With(form2, ("challenge", acme.Code), ("code", "000000"))), HttpStatusCode.Unauthorized);
        await JudgeAsync("link", await browser.GetAsync($"/t/globex/account/password?token={acme.RefreshToken}"), HttpStatusCode.UnprocessableEntity);
        await JudgeAsync("link", await browser.PostAsync("/t/globex/account/password", With(form2, ("token", acme.RefreshToken), ("password", "correct horse battery"))), HttpStatusCode.UnprocessableEntity);
        await JudgeAsync("resend", await browser.PostAsync("/t/globex/account/resend", With(form2, ("challenge", acme.Code))), HttpStatusCode.Unauthorized);
        await JudgeAsync("forgot", await browser.GetAsync("/t/globex/account/forgot"), HttpStatusCode.OK);
        await JudgeAsync("forgot", await browser.PostAsync("/t/globex/account/forgot", With(form2, ("email", "employee@acme.test"))), HttpStatusCode.OK);
        await JudgeAsync("end session, hint", await browser.GetAsync("/t/globex/connect/endsession?" + WebBrowser.Encode([new("id_token_hint", acme.IdToken), new("post_logout_redirect_uri", "https://payroll.example/bye")])), HttpStatusCode.OK);
        await JudgeAsync("end session by post, hint", await browser.PostAsync("/t/globex/connect/endsession", [new("id_token_hint", acme.IdToken), new("post_logout_redirect_uri", "https://payroll.example/bye")]), HttpStatusCode.OK);
        await JudgeAsync("end session, cookie", await thief.GetAsync("/t/globex/connect/endsession"), HttpStatusCode.SeeOther);
        await JudgeAsync("sign-out", await browser.PostAsync("/t/globex/account/sign-out", With(form2, ("proof", acme.Handle))), HttpStatusCode.BadRequest);

        using var home = await browser.GetAsync("/t/globex/account/home");
        var proof = await WebBrowser.FormAsync(home);
        await JudgeAsync("consent, answered", await browser.PostAsync("/t/globex/account/consent", With(proof, ("request", acme.Handle), ("decision", "allow"))), HttpStatusCode.BadRequest);
        await JudgeAsync("withdraw", await browser.PostAsync("/t/globex/account/withdraw", With(proof, ("consent", acme.ConsentId.ToString()))), HttpStatusCode.SeeOther, "/account/home", sent: acme.ConsentId.ToString());
        await JudgeAsync("signed out", await thief.GetAsync("/t/globex/account/signed-out"), HttpStatusCode.OK);
        foreach (var document in (string[])["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/.well-known/jwks.json"])
        {
            await JudgeAsync("document", await thief.GetAsync("/t/globex" + document), HttpStatusCode.OK);
        }

        // Every route of the provider was asked; a new one has to come here too.
        Routes().Except(asked, StringComparer.Ordinal).ShouldBeEmpty();
        Routes().Count().ShouldBeGreaterThan(25);

        // What a person allowed, and what is registered.
        using var person = await host.AsAsync("employee@globex.test");
        await JudgeAsync("consents", await person.GetAsync(new Uri("/api/v1/auth/consents", UriKind.Relative)), HttpStatusCode.OK, "Roster");
        await JudgeAsync("consent", await person.DeleteAsync(new Uri($"/api/v1/auth/consents/{acme.ConsentId}", UriKind.Relative)), HttpStatusCode.NotFound, sent: acme.ConsentId.ToString());
        using var admin = await host.AsAsync("superadmin@globex.test");
        await JudgeAsync("clients", await admin.GetAsync(new Uri("/api/v1/oauth-clients", UriKind.Relative)), HttpStatusCode.OK, "Roster");

        // What the other company was told of it is its caller's mismatch alone.
        faults.AddRange((await footprint.ChangedAsync()).Where(table => table is not "audit_entries").Select(table => $"changed {table}"));
        faults.ShouldBeEmpty();
        (await host.SqlAsync("SELECT count(*) FROM audit_entries e JOIN tenants t ON t.id = e.tenant_id WHERE t.slug = 'acme' AND e.action = 'tenancy.mismatch'")).ShouldBe(1L);

        // The positive control: at home all of it is good.
        using var redeemed = await acme.App.RedeemAsync(host, acme.Code);
        redeemed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refreshed = await acme.App.RefreshAsync(host, acme.RefreshToken);
        refreshed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await acme.App.IntrospectAsync(host, acme.AccessToken)).GetProperty("active").GetBoolean().ShouldBeTrue();
        using var pending = await Integrator.PostAsync(host, "/connect/token", [new("client_id", acme.Tv.ClientId), new("grant_type", DeviceGrant), new("device_code", acme.DeviceCode)]);
        await pending.ProtocolErrorAsync(HttpStatusCode.BadRequest, "authorization_pending");
        acme.Browser.Dispose();
        globex.Browser.Dispose();

        async Task JudgeAsync(string how, HttpResponseMessage response, HttpStatusCode expected, string? says = null, string sent = "")
        {
            using (response)
            {
                asked.Add($"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri!.AbsolutePath.Replace("/t/globex", string.Empty, StringComparison.Ordinal)}");
                var text = $"{await response.Content.ReadAsStringAsync()} {response.Headers}";
                if (response.StatusCode != expected || (says is not null && !text.Contains(says, StringComparison.Ordinal)))
                {
                    faults.Add($"{how} answered {response.StatusCode} {text}");
                }

                var told = footprint.FoundIn(text, sent).Concat(((string[])[acme.App.ClientId, "employee@acme.test", "Eman Yousef"]).Where(t => !sent.Contains(t, StringComparison.Ordinal) && text.Contains(t, StringComparison.OrdinalIgnoreCase)));
                faults.AddRange(told.Select(t => $"{how} told {t}: {text}"));
            }
        }

        Task<HttpResponseMessage> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> form) => Integrator.PostAsync(host, path, form, tenant: "globex");
    }

    /// <summary>What the service routes below the provider's folders, preflights and the heads of what can be read aside.</summary>
    private IEnumerable<string> Routes() => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => Array.Exists(["/connect/", "/account/", "/.well-known/"], folder => e.RoutePattern.RawText?.StartsWith(folder, StringComparison.Ordinal) == true))
        .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Where(m => m is not ("OPTIONS" or "HEAD")).Select(m => $"{m} {e.RoutePattern.RawText}"));

    private static Dictionary<string, string> With(Dictionary<string, string> form, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var all = new Dictionary<string, string>(form, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            all[name] = value;
        }

        return all;
    }

    private async Task<Things> ThingsAsync(string tenant)
    {
        await host.SqlAsync("UPDATE tenants SET name = $1 WHERE slug = $2", $"{(tenant is "acme" ? TenantFootprint.Canary : "plain")} & Co", tenant);
        var app = await Integrator.RegisterAsync(
            host,
            new
            {
                name = tenant is "acme" ? $"{TenantFootprint.Canary} programs" : "Roster",
                kind = "confidential",
                grants = Integrator.Words("authorization_code refresh_token client_credentials"),
                scopes = Integrator.Words("openid profile email offline_access attendance.read.own attendance.read.all"),
                redirectUris = Integrator.Words(Integrator.RedirectUri),
                postLogoutRedirectUris = Integrator.Words("https://payroll.example/bye"),
            },
            tenant);
        var tv = await Integrator.RegisterAsync(host, new { name = "TV", kind = "public", grants = Integrator.Words(DeviceGrant), scopes = Integrator.Words("openid") }, tenant);
        var browser = new WebBrowser(host, tenant);
        var email = $"employee@{tenant}.test";
        using var redeemed = await app.RedeemAsync(host, (await browser.GrantAsync(app, email, "openid profile email offline_access"))["code"], tenant: tenant);
        var tokens = await redeemed.ReadAsync();
        var code = WebBrowser.AnswerOf(await browser.AuthorizeAsync(WebBrowser.Request(app)))["code"];
        var asked = new Dictionary<string, string>(WebBrowser.Request(app), StringComparer.Ordinal) { ["prompt"] = "consent" };
        using var waiting = await browser.AuthorizeAsync(asked);
        using var begun = await Integrator.PostAsync(host, "/connect/device_authorization", [new("client_id", tv.ClientId), new("scope", "openid")], tenant: tenant);
        var device = await begun.ReadAsync();
        using var person = await host.AsAsync(email);
        var consent = (await person.ReadAsync("/api/v1/auth/consents")).GetProperty("items")[0].Id();
        var cookies = browser.Cookies.ToDictionary(c => c.Name.Split('-')[1], c => c.Value, StringComparer.Ordinal);
        return new Things(
            app, tv, browser, code, waiting.Headers.Location!.OriginalString.Split("request=")[1], tokens.Text("access_token"), tokens.Text("refresh_token"), tokens.Text("id_token"), device.Text("device_code"),
            device.Text("user_code"), consent, cookies);
    }

    /// <summary>One of everything that the provider gives.</summary>
    private sealed record Things(
        Integrator App, Integrator Tv, WebBrowser Browser, string Code, string Handle, string AccessToken, string RefreshToken, string IdToken, string DeviceCode, string UserCode, Guid ConsentId,
        Dictionary<string, string> Cookies);
}
