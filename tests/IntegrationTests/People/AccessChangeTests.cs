using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.Identity.Provider;

namespace Satcom.IntegrationTests.People;

/// <summary>A5, A27: what an administrator changes on one node bites on both, and on open hub connections.</summary>
public sealed class AccessChangeTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private static readonly TimeSpan Soon = Waiting.Patience;

    [Fact]
    public async Task A27_Deactivate_OnOneNode_EndsThePersonOnBothAndTheirHub()
    {
        using var hr = await nodes.First.AsAsync("hr@acme.test");
        var (made, first, second, hub) = await WorkerAsync(hr);

        await hr.ActAsync(made, "deactivate");

        var close = await hub.WaitForCloseAsync().WaitAsync(Soon);
        close.Text("error").ShouldBe("session_ended");
        await hub.Closed.WaitAsync(Soon);
        await UntilAsync(first, "/api/v1/me", HttpStatusCode.Unauthorized);
        await UntilAsync(second, "/api/v1/me", HttpStatusCode.Unauthorized);
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task A5_RolesGivenAndTaken_AreFeltOnBothNodesAndReopenTheHub()
    {
        using var admin = await nodes.First.AsAsync("superadmin@acme.test");
        var (made, first, second, hub) = await WorkerAsync(admin);
        await second.ReadAsync("/api/v1/users", HttpStatusCode.Forbidden);

        await admin.ChangeAsync(made, new { roles = (string[])["employee", "hr"] });

        // The client is asked to come back, and is then judged by what it may now.
        (await hub.WaitForCloseAsync().WaitAsync(Soon)).GetProperty("allowReconnect").GetBoolean().ShouldBeTrue();
        await UntilAsync(first, "/api/v1/users", HttpStatusCode.OK);
        await UntilAsync(second, "/api/v1/users", HttpStatusCode.OK);

        await admin.ChangeAsync(made, new { roles = (string[])["employee"] });

        await UntilAsync(first, "/api/v1/users", HttpStatusCode.Forbidden);
        await UntilAsync(second, "/api/v1/users", HttpStatusCode.Forbidden);
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task A5_NameOrTimeZoneThatChanges_IsToldToBothNodes()
    {
        using var hr = await nodes.First.AsAsync("hr@acme.test");
        var told = new ConcurrentQueue<CacheForget>();
        using var first = nodes.First.Services.GetRequiredService<INodeBus>().Subscribe<CacheForget>((_, forget) => told.Enqueue(forget));
        using var second = nodes.Second.Services.GetRequiredService<INodeBus>().Subscribe<CacheForget>((_, forget) => told.Enqueue(forget));

        // The newcomer is told of too, to the other node at some later time.
        var made = (await nodes.First.HireAsync(hr, "Renamed", ["employee"])).Id();
        await ToldAsync(2);
        await hr.ChangeAsync(made, new { displayName = "Otherwise" });
        await ToldAsync(4);
        await hr.ChangeAsync(made, new { employee = new { timeZone = "Asia/Riyadh" } });
        await ToldAsync(6);
        told.ShouldNotContain(f => f.Of.Is(CacheForget.User) && f.Id == made);

        Task ToldAsync(int times) =>
            Waiting.UntilAsync(() => Task.FromResult(told.Count(f => f.Of.Is(CacheForget.Profile) && f.Id == made) == times), $"the change was told to both nodes, {times} in all");
    }

    [Fact]
    public async Task A5_MoveOfTheManagerAbove_ReopensTheHubsOfEverybodyBelow()
    {
        using var hr = await nodes.First.AsAsync("hr@acme.test");
        using var lead = await nodes.Second.AsAsync("lead@acme.test");
        var boss = await nodes.First.HireAsync(hr, "Boss", ["manager"]);
        var (made, _, second, hub) = await WorkerAsync(hr, boss.Id());
        var bystander = await HubClient.ConnectAsync(nodes.Second.BaseAddress, (await nodes.First.LoginAsync("staff@acme.test")).Text("accessToken"));
        await second.SendAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Created);

        await hr.ChangeAsync(boss.Id(), new { employee = new { managerId = await nodes.First.UserIdAsync("lead@acme.test") } });

        (await hub.WaitForCloseAsync().WaitAsync(Soon)).GetProperty("allowReconnect").GetBoolean().ShouldBeTrue();
        (await bystander.InvokeAsync("Heartbeat", "online")).ShouldBeNull();

        // Who is told of their days is looked up anew too.
        await using var leadHub = await HubClient.ConnectAsync(nodes.Second.BaseAddress, (await nodes.First.LoginAsync("lead@acme.test")).Text("accessToken"));
        await second.SendAsync("/api/v1/attendance/check-out", new { });
        (await leadHub.WaitForAsync("attendanceChanged", m => m.Id("userId") == made).WaitAsync(Soon)).Id("userId").ShouldBe(made);
        await bystander.DisposeAsync();
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task A27_SuspendedCompany_IsShutOnBothNodesAndItsHubsUntilItIsResumed()
    {
        using var platform = await nodes.First.AsAsync("platform@satcom.test");
        var tenant = (Guid)(await nodes.First.SqlAsync("SELECT id FROM tenants WHERE slug = 'globex'"))!;
        var login = await nodes.First.LoginAsync("employee@globex.test");
        using var first = nodes.First.With(login.Text("accessToken"));
        using var second = nodes.Second.With(login.Text("accessToken"));
        await first.ReadAsync("/api/v1/me");
        await second.ReadAsync("/api/v1/me");
        await using var hub = await HubClient.ConnectAsync(nodes.Second.BaseAddress, login.Text("accessToken"));
        using var anonymous = nodes.Second.Anonymous();

        var suspended = await platform.SendAsync($"/api/v1/tenants/{tenant}/suspend", new { reason = "Unpaid" });

        suspended.Text("status").ShouldBe("suspended");
        (await hub.WaitForCloseAsync().WaitAsync(Soon)).Text("error").ShouldBe("session_ended");
        await UntilAsync(first, "/api/v1/me", HttpStatusCode.Unauthorized);
        await UntilAsync(second, "/api/v1/me", HttpStatusCode.Unauthorized);
        await anonymous.PostProblemAsync("/api/v1/auth/login", new { email = "employee@globex.test", password = SatcomHost.DemoPassword }, HttpStatusCode.Unauthorized, "invalid_credentials");
        await anonymous.PostProblemAsync("/api/v1/auth/refresh", new { refreshToken = login.Text("refreshToken") }, HttpStatusCode.Unauthorized, "refresh_invalid");

        (await platform.SendAsync($"/api/v1/tenants/{tenant}/resume", new { })).Text("status").ShouldBe("active");

        await UntilAsync(first, "/api/v1/me", HttpStatusCode.OK);
        await UntilAsync(second, "/api/v1/me", HttpStatusCode.OK);
        await anonymous.SendAsync("/api/v1/auth/refresh", new { refreshToken = login.Text("refreshToken") });
        using var hr = await nodes.First.AsAsync("hr@globex.test");
        (await hr.ReadAsync("/api/v1/audit?action=tenancy.suspend")).Items().ShouldHaveSingleItem().Text("reason").ShouldBe("Unpaid");
    }

    [Fact]
    public async Task A27_Session_EndedInTheListOnOneNode_IsOverOnBothAndItsHub()
    {
        using var hr = await nodes.First.AsAsync("hr@acme.test");
        var (_, first, second, hub) = await WorkerAsync(hr);
        var sessions = (await first.ReadAsync("/api/v1/auth/sessions")).Items();

        using var ended = await first.DeleteAsync(new Uri($"/api/v1/auth/sessions/{sessions.ShouldHaveSingleItem().Id()}", UriKind.Relative));

        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await hub.WaitForCloseAsync().WaitAsync(Soon)).Text("error").ShouldBe("session_ended");
        await UntilAsync(first, "/api/v1/me", HttpStatusCode.Unauthorized);
        await UntilAsync(second, "/api/v1/me", HttpStatusCode.Unauthorized);
        await hub.DisposeAsync();
    }

    [Theory]
    [InlineData("consent")]
    [InlineData("client")]
    [InlineData("person")]
    [InlineData("revocation")]
    [InlineData("replay")]
    public async Task A5_A27_O19_O45_O54_GrantedToken_WhenWhatItStandsOnEndsOnOneNode_IsOverOnBoth(string what)
    {
        using var hr = await nodes.First.AsAsync("hr@acme.test");
        var made = await nodes.First.HireAsync(hr);
        var app = await Integrator.WebAppAsync(nodes.First);
        using var browser = new WebBrowser(nodes.First);
        var code = (await browser.GrantAsync(app, made.Text("email"), "openid offline_access attendance.read.own"))["code"];
        var tokens = await app.TokensAsync(nodes.First, code);
        using var first = nodes.First.With(tokens.Text("access_token"));
        using var second = nodes.Second.With(tokens.Text("access_token"));
        await first.ReadAsync("/api/v1/attendance/days");
        await second.ReadAsync("/api/v1/attendance/days");

        switch (what)
        {
            case "consent":
                using (var person = nodes.First.With((await nodes.First.LoginAsync(made.Text("email"))).Text("accessToken")))
                {
                    var consent = (await person.ReadAsync("/api/v1/auth/consents")).Items().ShouldHaveSingleItem().Id();
                    using var withdrawn = await person.DeleteAsync(new Uri($"/api/v1/auth/consents/{consent}", UriKind.Relative));
                    withdrawn.StatusCode.ShouldBe(HttpStatusCode.NoContent);
                }

                break;
            case "client":
                using (var admin = nodes.First.With((await nodes.First.LoginAsync("superadmin@acme.test")).Text("accessToken")))
                {
                    await admin.SendAsync($"/api/v1/oauth-clients/{app.Id}/disable", new { });
                }

                break;
            case "person":
                await hr.ActAsync(made.Id(), "deactivate");
                break;
            case "revocation":
                using (var revoked = await Integrator.PostAsync(nodes.First, "/connect/revoke", [new("token", tokens.Text("refresh_token"))], app.Basic()))
                {
                    revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
                }

                break;
            default:
                using (var replayed = await app.RedeemAsync(nodes.First, code))
                {
                    await replayed.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
                }

                break;
        }

        await UntilAsync(first, "/api/v1/attendance/days", HttpStatusCode.Unauthorized);
        await UntilAsync(second, "/api/v1/attendance/days", HttpStatusCode.Unauthorized);
        await UntilAsync(second, "/t/acme/connect/userinfo", HttpStatusCode.Unauthorized);
    }

    /// <summary>A person on both nodes, whom both have judged, with a hub connection on the second.</summary>
    private async Task<(Guid Id, HttpClient First, HttpClient Second, HubClient Hub)> WorkerAsync(HttpClient by, Guid? managerId = null)
    {
        var made = await nodes.First.HireAsync(by, managerId: managerId);
        var token = (await nodes.First.LoginAsync(made.Text("email"))).Text("accessToken");
        var (first, second) = (nodes.First.With(token), nodes.Second.With(token));
        await first.ReadAsync("/api/v1/me");
        await second.ReadAsync("/api/v1/me");
        return (made.Id(), first, second, await HubClient.ConnectAsync(nodes.Second.BaseAddress, token));
    }

    private static Task UntilAsync(HttpClient client, string path, HttpStatusCode status) => Waiting.UntilAsync(
        async () =>
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            return response.StatusCode == status;
        },
        $"{path} is not {status}");
}
