using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.Identity.Provider;
using Satcom.IntegrationTests.Identity.Tokens;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity;

/// <summary>A28, O53: whoever signed in longer than five minutes ago shows their password again before a weighty change, and goes on.</summary>
public sealed class ReauthenticationTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private const string Reauthenticate = "/api/v1/auth/reauthenticate";
    private const string Clients = "/api/v1/oauth-clients";
    private const string Stale = "reauthentication_required";

    [Fact]
    public async Task A28_Reauthenticate_LetsTheSessionGoOn_OnBothNodesAtOnce_AndLeavesTheHub()
    {
        using var admin = await nodes.First.FreshAsync("superadmin@acme.test");
        var target = (await nodes.First.HireAsync(admin)).Id();
        var token = (await nodes.First.LoginAsync("superadmin@acme.test")).Text("accessToken");
        using var first = nodes.First.With(token);
        using var second = nodes.Second.With(token);
        await using var hub = await HubClient.ConnectAsync(nodes.Second.BaseAddress, token);
        var sessions = (await first.ReadAsync("/api/v1/auth/sessions")).Items().Count;
        nodes.Clock.Off += TimeSpan.FromMinutes(6);
        await first.RefuseChangeAsync(target, new { phone = "+971501230001" }, HttpStatusCode.Forbidden, Stale);
        await second.RefuseChangeAsync(target, new { phone = "+971501230001" }, HttpStatusCode.Forbidden, Stale);

        await ShowPasswordAsync(first);

        await second.ChangeAsync(target, new { phone = "+971501230001" });
        await first.ChangeAsync(target, new { phone = "+971501230002" });
        (await hub.InvokeAsync("Heartbeat", "online")).ShouldBeNull();
        hub.Closed.IsCompleted.ShouldBeFalse();
        (await first.ReadAsync("/api/v1/auth/sessions")).Items().Count.ShouldBe(sessions);
        (await nodes.First.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'auth.reauthenticate' AND entity_id = $1", Guid.Parse(Redemption.Payload(token).Text("sid")))).ShouldBe(1L);

        nodes.Clock.Off += TimeSpan.FromMinutes(3);
        using var again = await nodes.First.FreshAsync("superadmin@acme.test");
        nodes.Clock.Off += TimeSpan.FromMinutes(3);
        using var renewed = nodes.First.With((await nodes.First.LoginAsync("superadmin@acme.test")).Text("accessToken"));
        await renewed.ChangeAsync(target, new { phone = "+971501230003" });
        nodes.Clock.Off += TimeSpan.FromMinutes(3);
        await again.RefuseChangeAsync(target, new { phone = "+971501230004" }, HttpStatusCode.Forbidden, Stale);
    }

    [Fact]
    public async Task A28_Reauthenticate_WithWrongPasswords_ProvesNothingAndClosesTheSession()
    {
        using var admin = await nodes.First.FreshAsync("superadmin@acme.test");
        var target = (await nodes.First.HireAsync(admin)).Id();
        var person = await nodes.First.HireAsync(admin, "Second administrator", ["superAdmin", "employee"]);
        var email = person.Text("email");
        using var second = await nodes.Second.FreshAsync(email);
        nodes.Clock.Off += TimeSpan.FromMinutes(6);

        await second.PostProblemAsync(Reauthenticate, new { password = "wrong" }, HttpStatusCode.UnprocessableEntity, "password_wrong");
        await second.RefuseChangeAsync(target, new { phone = "+971501230001" }, HttpStatusCode.Forbidden, Stale);
        for (var i = 0; i < 10; i++)
        {
            // As long as the failures before make the next one wait, so that each of them counts.
            nodes.Clock.Off += TimeSpan.FromSeconds(i is >= 2 and <= 8 ? Math.Pow(2, i - 2) : 0);
            await second.PostProblemAsync(Reauthenticate, new { password = "wrong" }, HttpStatusCode.UnprocessableEntity, "password_wrong");
        }

        // Closed looks like wrong, here as at the sign-in, and closes neither that nor another session.
        await second.PostProblemAsync(Reauthenticate, new { password = SatcomHost.DemoPassword }, HttpStatusCode.UnprocessableEntity, "password_wrong");
        using var other = await nodes.First.FreshAsync(email);
        await ShowPasswordAsync(other);
        (await nodes.First.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'auth.reauthenticationFailed' AND entity_id = $1", person.Id())).ShouldBe(12L);

        using var fresh = await nodes.First.FreshAsync("superadmin@acme.test");
        (await fresh.PostAsync(new Uri($"/api/v1/users/{person.Id()}/unlock", UriKind.Relative), content: null)).EnsureSuccessStatusCode();
        await ShowPasswordAsync(second);
        await second.ChangeAsync(target, new { phone = "+971501230001" });
    }

    [Fact]
    public async Task O53_A28_ClientsAndSignInRules_AreChangedByAFreshProofAlone_AndTakenAwayByAny()
    {
        using var admin = await nodes.First.FreshAsync("superadmin@acme.test");
        var machine = new { name = "Payroll", kind = "confidential", grants = Integrator.Words("client_credentials"), scopes = Integrator.Words("audit.read") };
        var client = (await admin.SendAsync(Clients, machine, HttpStatusCode.Created)).GetProperty("client").Id();
        nodes.Clock.Off += TimeSpan.FromMinutes(6);

        async Task<HttpResponseMessage> PatchAsync(string path, object body) => await admin.PatchAsJsonAsync(path, body);
        Func<Task<HttpResponseMessage>>[] weighty =
        [
            () => admin.PostAsJsonAsync(Clients, machine),
            () => PatchAsync($"{Clients}/{client}", new { name = "Payroll two" }),
            () => PatchAsync($"{Clients}/{client}", new { keys = new[] { Signer.Jwk(TestTokens.Es) } }),
            () => admin.PostAsJsonAsync($"{Clients}/{client}/rotate-secret", new { }),
            () => admin.PostAsJsonAsync($"{Clients}/{client}/enable", new { }),
            () => PatchAsync("/api/v1/tenant", new { settings = new { deviceVerification = "newDevices" } }),
            () => PatchAsync("/api/v1/tenant", new { settings = new { passwordMinLength = 15 } }),
            () => PatchAsync("/api/v1/tenant", new { settings = new { otpChannel = "mail" } }),
            () => PatchAsync("/api/v1/tenant", new { settings = new { smsPerDay = 0 } }),
            () => PatchAsync("/api/v1/tenant", new { settings = new { smsCountries = Integrator.Words("+7") } }),
        ];
        await admin.SendAsync($"{Clients}/{client}/disable", new { });
        (await PatchAsync("/api/v1/tenant", new { settings = new { presenceAwayAfterSeconds = 40 } })).EnsureSuccessStatusCode();
        foreach (var attempt in weighty)
        {
            using var refused = await attempt();
            await refused.ProblemAsync(HttpStatusCode.Forbidden, Stale);
        }

        await ShowPasswordAsync(admin);
        foreach (var attempt in weighty[..2])
        {
            using var done = await attempt();
            done.IsSuccessStatusCode.ShouldBeTrue();
        }

        nodes.Clock.Off += TimeSpan.FromMinutes(6);
        using var late = await nodes.First.FreshAsync("superadmin@acme.test");
        nodes.Clock.Off += TimeSpan.FromMinutes(6);
        using var deleted = await late.DeleteAsync(new Uri($"{Clients}/{client}", UriKind.Relative));
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A28_Session_OfATrustedClientOrAPlatformScope_IsAsFreshAsTheSignInBehindIt()
    {
        using var platform = await nodes.First.FreshAsync("platform@satcom.test");
        using var there = nodes.First.With((await platform.SendAsync("/api/v1/platform/scope", new { tenant = "acme", reason = "A console" })).Text("accessToken"));
        var made = await there.SendAsync(
            Clients,
            new { name = "Console", kind = "confidential", grants = Integrator.Words("authorization_code"), scopes = Integrator.Words("openid satcom"), redirectUris = Integrator.Words(Integrator.RedirectUri), requiresConsent = false },
            HttpStatusCode.Created);
        var console = new Integrator(made.GetProperty("client").Id(), made.GetProperty("client").Text("clientId"), made.Text("clientSecret"));
        using var admin = await nodes.First.FreshAsync("superadmin@acme.test");
        var target = (await nodes.First.HireAsync(admin)).Id();
        using var browser = new WebBrowser(nodes.First);
        await browser.GrantAsync(console, "superadmin@acme.test", "openid satcom");
        nodes.Clock.Off += TimeSpan.FromMinutes(6);

        // Nobody is asked for anything, so a new grant proves nothing new.
        var tokens = await console.TokensAsync(nodes.First, (await browser.GrantAsync(console, "superadmin@acme.test", "openid satcom"))["code"]);
        using var acting = nodes.First.With(tokens.Text("access_token"));
        await acting.RefuseChangeAsync(target, new { phone = "+971501230001" }, HttpStatusCode.Forbidden, Stale);
        await ShowPasswordAsync(acting);
        await acting.ChangeAsync(target, new { phone = "+971501230001" });

        await there.PostProblemAsync($"{Clients}/{console.Id}/rotate-secret", new { }, HttpStatusCode.Forbidden, Stale);
        await there.PostProblemAsync(Reauthenticate, new { password = SatcomHost.DemoPassword }, HttpStatusCode.Forbidden, "forbidden");
        await ShowPasswordAsync(platform);
        await there.SendAsync($"{Clients}/{console.Id}/rotate-secret", new { });
    }

    private static async Task ShowPasswordAsync(HttpClient client)
    {
        using var response = await client.PostAsJsonAsync(Reauthenticate, new { password = SatcomHost.DemoPassword });
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }
}
