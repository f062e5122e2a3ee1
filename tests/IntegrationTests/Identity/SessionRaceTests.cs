using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Identity;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Provider;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity;

/// <summary>Starts and ends of sessions that meet each other. What comes first is held in the database until the other is on its way, so nothing depends on luck.</summary>
public sealed class SessionRaceTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string HoldUser = "SELECT FROM users WHERE id = $1 FOR UPDATE";
    private const string Live = "SELECT count(*) FROM sessions WHERE user_id = $1 AND ended_at IS NULL";
    private const string Other = "another phrase of theirs";

    [Fact]
    public async Task A27_EndSessions_OfFourHundredOfWhichOneIsRefreshed_NeedsOneRunAndWritesOneLine()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var person = await HireAsync(hr);
        var (id, session) = (person.Id, await host.LoginAsync(person.Email));
        await CopySessionsAsync(id, 399);
        using var runs = new Reruns(nameof(EndUserSessionsCommand));
        await using var refresh = await ChangeUnderWay.BeginAsync(
            host, "UPDATE sessions SET last_used_at = last_used_at + interval '1 second' WHERE id = $1", Guid.Parse(Redemption.Payload(session.Text("accessToken")).Text("sid")));

        var ending = hr.DeleteAsync(new Uri($"{PeopleSteps.Users}/{id}/sessions", UriKind.Relative));
        await refresh.UntilAwaitedAsync();
        await refresh.CommitAsync();

        using var answer = await ending;
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        runs.Count.ShouldBe(0);
        (await host.SqlAsync(Live, id)).ShouldBe(0L);
        using var client = host.With(session.Text("accessToken"));
        await client.ReadAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        await client.PostProblemAsync("/api/v1/auth/refresh", new { refreshToken = session.Text("refreshToken") }, HttpStatusCode.Unauthorized, "refresh_invalid");
        var line = (await hr.ReadAsync($"/api/v1/audit?action=people.endUserSessions&entityId={id}")).Items().ShouldHaveSingleItem();
        line.GetProperty("after").GetProperty("endedSessions").GetInt32().ShouldBe(400);
    }

    [Fact]
    public async Task A27_EndSession_OfOneThatIsRefreshed_NeedsOneRun()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (id, email) = await HireAsync(hr);
        var session = Guid.Parse(Redemption.Payload((await host.LoginAsync(email)).Text("accessToken")).Text("sid"));
        using var runs = new Reruns(nameof(EndUserSessionCommand));
        await using var refresh = await ChangeUnderWay.BeginAsync(host, "UPDATE sessions SET last_used_at = last_used_at + interval '1 second' WHERE id = $1", session);

        var ending = hr.DeleteAsync(new Uri($"{PeopleSteps.Users}/{id}/sessions/{session}", UriKind.Relative));
        await refresh.UntilAwaitedAsync();
        await refresh.CommitAsync();

        using var answer = await ending;
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        runs.Count.ShouldBe(0);
        (await host.SqlAsync(Live, id)).ShouldBe(0L);
        (await hr.ReadAsync($"/api/v1/audit?action=people.endUserSession&entityId={session}")).Items().ShouldHaveSingleItem().GetProperty("after").Text("endReason").ShouldBe("revoked");
    }

    [Fact]
    public async Task A27_Login_WithFiftyLiveSessions_EndsThoseUnusedForLongest()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (id, email) = await HireAsync(hr);
        var first = await host.LoginAsync(email);
        await CopySessionsAsync(id, 59);

        await host.LoginAsync(email);

        (await host.SqlAsync(Live, id)).ShouldBe((long)Session.MaxLivePerUser);
        (await host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'auth.login' AND entity_type = 'user' AND entity_id = $1 AND after @> '{\"endedSessions\":11}'", id)).ShouldBe(1L);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.LoginAsync(email)));
        (await host.SqlAsync(Live, id)).ShouldBe((long)Session.MaxLivePerUser, "also when they start at once");
        using var client = host.Anonymous();
        await client.SendAsync("/api/v1/auth/refresh", new { refreshToken = first.Text("refreshToken") });
    }

    [Fact]
    public async Task O39_Redeem_OfAProgramThatIsGrantedAgainAndAgain_EndsItsOwnSessionsAndNoneOfThePersons()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (id, email) = await HireAsync(hr);
        var own = await host.LoginAsync(email);
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host);
        var first = await app.TokensAsync(host, (await browser.GrantAsync(app, email, "openid offline_access"))["code"]);

        // Sixty more of the kind, each used later than the person's own.
        await host.SqlAsync(
            """
            WITH granted AS (SELECT s.*, g.oauth_client_id, g.parent_session_id, g.scopes, g.authenticated_at, g.methods FROM sessions s JOIN oauth_grants g ON g.session_id = s.id WHERE s.user_id = $1),
                 ids AS (SELECT gen_random_uuid() AS id, n FROM generate_series(1, 60) n),
                 copies AS (INSERT INTO sessions SELECT (jsonb_populate_record(s, jsonb_build_object('id', ids.id, 'last_used_at', s.last_used_at + ids.n * interval '1 second'))).* FROM sessions s JOIN granted ON granted.id = s.id, ids)
            INSERT INTO oauth_grants (tenant_id, session_id, oauth_client_id, parent_session_id, scopes, authenticated_at, methods)
            SELECT granted.tenant_id, ids.id, oauth_client_id, parent_session_id, scopes, authenticated_at, methods FROM granted, ids
            """,
            id);
        await app.TokensAsync(host, (await browser.GrantAsync(app, email, "openid offline_access"))["code"]);

        (await host.SqlAsync("SELECT count(*) FROM sessions s JOIN oauth_grants g ON g.session_id = s.id WHERE s.user_id = $1 AND s.ended_at IS NULL", id)).ShouldBe((long)Session.MaxLivePerClient);
        using var client = host.Anonymous();
        await client.SendAsync("/api/v1/auth/refresh", new { refreshToken = own.Text("refreshToken") });
        using var oldest = await app.RefreshAsync(host, first.Text("refresh_token"));
        await oldest.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Fact]
    public async Task L11_Login_WhenThePasswordIsSetAnewWhileItIsUnderWay_StartsNoSession()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (id, email) = await HireAsync(hr);
        await using var reset = await ChangeUnderWay.BeginAsync(host, HoldUser, id);
        using var client = host.Anonymous();

        var login = client.PostAsJsonAsync("/api/v1/auth/login", new { email, password = SatcomHost.DemoPassword });
        await reset.UntilAwaitedAsync();
        await SetPasswordAsync(reset, id);
        await reset.CommitAsync();

        using var answer = await login;
        await answer.ProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await host.SqlAsync(Live, id)).ShouldBe(0L);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.Unauthorized, "unauthenticated")]
    [InlineData(false, HttpStatusCode.UnprocessableEntity, "password_wrong")]
    public async Task L11_Change_WhenThePasswordIsSetAnewWhileItIsUnderWay_DoesNotOverwriteIt(bool endsSessions, HttpStatusCode status, string code)
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (id, email) = await HireAsync(hr);
        using var thief = await host.FreshAsync(email);
        await using var reset = await ChangeUnderWay.BeginAsync(host, HoldUser, id);

        var change = thief.PostAsJsonAsync("/api/v1/auth/password/change", new { currentPassword = SatcomHost.DemoPassword, newPassword = "a phrase of the thief's" });
        await reset.UntilAwaitedAsync();
        var hash = await SetPasswordAsync(reset, id);
        if (endsSessions)
        {
            await reset.DoAsync("UPDATE sessions SET ended_at = now(), end_reason = 'passwordChanged' WHERE user_id = $1", id);
        }

        await reset.CommitAsync();

        using var answer = await change;
        await answer.ProblemAsync(status, code);
        (await host.SqlAsync("SELECT password_hash FROM users WHERE id = $1", id)).ShouldBe(hash);
    }

    [Fact]
    public async Task L11_Change_WhenTheSessionIsEndedWhileItIsUnderWay_IsRefused()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (id, email) = await HireAsync(hr);
        using var thief = await host.FreshAsync(email);
        var before = await host.SqlAsync("SELECT password_hash FROM users WHERE id = $1", id);
        await using var end = await ChangeUnderWay.BeginAsync(host, HoldUser, id);

        var change = thief.PostAsJsonAsync("/api/v1/auth/password/change", new { currentPassword = SatcomHost.DemoPassword, newPassword = "a phrase of the thief's" });
        await end.UntilAwaitedAsync();
        await end.DoAsync("UPDATE sessions SET ended_at = now(), end_reason = 'revoked' WHERE user_id = $1", id);
        await end.CommitAsync();

        using var answer = await change;
        await answer.ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        (await host.SqlAsync("SELECT password_hash FROM users WHERE id = $1", id)).ShouldBe(before);
    }

    [Fact]
    public async Task O48_Redeem_WhenTheBrowserIsSignedOutWhileItIsUnderWay_GetsNothing()
    {
        var app = await Integrator.WebAppAsync(host);
        using var browser = new WebBrowser(host);
        var code = (await browser.GrantAsync(app, "staff@acme.test", "openid offline_access"))["code"];
        var id = await host.UserIdAsync("staff@acme.test");
        await using var end = await ChangeUnderWay.BeginAsync(host, HoldUser, id);

        var redeem = app.RedeemAsync(host, code);
        await end.UntilAwaitedAsync();
        await end.DoAsync("UPDATE sessions SET ended_at = now(), end_reason = 'logout' WHERE user_id = $1 AND platform = 'browser'", id);
        await end.CommitAsync();

        using var answer = await redeem;
        await answer.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_grant");
        (await host.SqlAsync(Live, id)).ShouldBe(0L);
    }

    [Theory]
    [InlineData("lead@acme.test", "revoked", HttpStatusCode.BadRequest)]
    [InlineData("technician@acme.test", "logout", HttpStatusCode.OK)]
    public async Task O48_Device_WhenTheSessionThatApprovedItIsEndedWhileItFetchesItsTokens_GetsThemAfterASignOutAlone(string email, string reason, HttpStatusCode expected)
    {
        const string Grant = "urn:ietf:params:oauth:grant-type:device_code";
        var tv = await Integrator.RegisterAsync(host, new { name = "TV", kind = "public", grants = Integrator.Words(Grant), scopes = Integrator.Words("openid") });
        using var begun = await Integrator.PostAsync(host, "/connect/device_authorization", [new("client_id", tv.ClientId), new("scope", "openid")]);
        var codes = await begun.ReadAsync();
        using var browser = new WebBrowser(host);
        using var page = await browser.SignInAsync(await browser.GetAsync($"/t/acme/account/device?user_code={codes.Text("user_code")}"), email);
        (await browser.ConsentAsync(page)).Dispose();
        var id = await host.UserIdAsync(email);
        await using var end = await ChangeUnderWay.BeginAsync(host, HoldUser, id);

        var fetching = Integrator.PostAsync(host, "/connect/token", [new("client_id", tv.ClientId), new("grant_type", Grant), new("device_code", codes.Text("device_code"))]);
        await end.UntilAwaitedAsync();
        await end.DoAsync("UPDATE sessions SET ended_at = now(), end_reason = $2 WHERE user_id = $1 AND platform = 'browser'", id, reason);
        await end.CommitAsync();

        using var answer = await fetching;
        answer.StatusCode.ShouldBe(expected);
        (await host.SqlAsync(Live, id)).ShouldBe(expected == HttpStatusCode.OK ? 1L : 0L);
    }

    [Fact]
    public async Task O48_Device_ApprovedWhileItsPersonSignsOutEverywhere_IsNotApproved()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var (id, email) = await HireAsync(hr);
        var tv = await Integrator.RegisterAsync(host, new { name = "TV", kind = "public", grants = Integrator.Words("urn:ietf:params:oauth:grant-type:device_code"), scopes = Integrator.Words("openid") });
        using var begun = await Integrator.PostAsync(host, "/connect/device_authorization", [new("client_id", tv.ClientId), new("scope", "openid")]);
        var codes = await begun.ReadAsync();
        using var browser = new WebBrowser(host);
        using var page = await browser.SignInAsync(await browser.GetAsync($"/t/acme/account/device?user_code={codes.Text("user_code")}"), email);
        await using var signOut = await ChangeUnderWay.BeginAsync(host, HoldUser, id);

        var approving = browser.ConsentAsync(page);
        await signOut.UntilAwaitedAsync();
        await signOut.DoAsync("UPDATE sessions SET ended_at = now(), end_reason = 'logout' WHERE user_id = $1", id);
        await signOut.CommitAsync();

        (await approving).Dispose();
        (await host.SqlAsync("SELECT status FROM device_authorizations WHERE oauth_client_id = $1", tv.Id)).ShouldBe("pending");
    }

    private async Task<(Guid Id, string Email)> HireAsync(HttpClient hr)
    {
        var made = await host.HireAsync(hr);
        return (made.Id(), made.Text("email"));
    }

    /// <summary>Copies the person's newest session, each unused for an hour more.</summary>
    private Task CopySessionsAsync(Guid userId, int count) => host.SqlAsync(
        """
        INSERT INTO sessions SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'last_used_at', s.last_used_at - n * interval '1 hour'))).*
        FROM sessions s, generate_series(1, $2) n WHERE s.user_id = $1
        """,
        userId,
        count);

    /// <summary>As a reset does it.</summary>
    private static async Task<string> SetPasswordAsync(ChangeUnderWay reset, Guid userId)
    {
        var hash = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 500 })).HashPassword(null!, Other);
        await reset.DoAsync("UPDATE users SET password_hash = $2, password_changed_at = now() WHERE id = $1", userId, hash);
        return hash;
    }

    /// <summary>How often the handlers of a message ran again.</summary>
    private sealed class Reruns : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _count;

        public Reruns(string message)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument, Telemetry.UnitOfWorkRetries))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            {
                foreach (var tag in tags)
                {
                    if (message.Equals(tag.Value as string, StringComparison.Ordinal))
                    {
                        Interlocked.Add(ref _count, value);
                    }
                }
            });
            _listener.Start();
        }

        public long Count => Interlocked.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
