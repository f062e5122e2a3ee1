using System.Net;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Provider;

public sealed class IntrospectionTests(FreshHost fresh) : IClassFixture<FreshHost>, IAsyncLifetime
{
    private readonly SteppedTime _clock = fresh.Clock;
    private readonly SatcomHost _host = fresh.Host;

    public ValueTask InitializeAsync() => fresh.BeginAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task O44_Introspect_TellsOwnerAndAudience_AndNobodyElse()
    {
        var owner = await Integrator.MachineAsync(_host);
        var stranger = await Integrator.MachineAsync(_host);
        var ledger = await Integrator.RegisterAsync(_host, new { name = "Ledger", kind = "confidential", grants = Integrator.Words("client_credentials"), scopes = Array.Empty<string>(), servesResource = "https://ledger.example/api" });
        var foreign = await Integrator.MachineAsync(_host, "globex");
        var token = (await owner.TokenAsync(_host, resource: "https://ledger.example/api")).Text("access_token");

        var told = await owner.IntrospectAsync(_host, token);
        told.GetProperty("active").GetBoolean().ShouldBeTrue();
        (told.Text("client_id"), told.Text("aud"), told.Text("sub"), told.Text("scope")).ShouldBe((owner.ClientId, "https://ledger.example/api", $"client:{owner.ClientId}", "attendance.read.all audit.read"));
        (await ledger.IntrospectAsync(_host, token)).GetProperty("active").GetBoolean().ShouldBeTrue();
        (await stranger.IntrospectAsync(_host, token)).ToString().ShouldBe("""{"active":false}""");
        (await foreign.IntrospectAsync(_host, token, "globex")).ToString().ShouldBe("""{"active":false}""");

        // To the second: the skew is for other people's clocks.
        _clock.Advance(TimeSpan.FromSeconds(601));
        (await owner.IntrospectAsync(_host, token)).ToString().ShouldBe("""{"active":false}""");
    }

    [Theory]
    [InlineData("openid email", true)]
    [InlineData("openid attendance.read.own", false)]
    public async Task O44_Introspect_TellsThePersonsAddress_WhereItWasGranted(string scope, bool isTold)
    {
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        var tokens = await app.TokensAsync(_host, (await browser.GrantAsync(app, scope: scope + " offline_access"))["code"]);
        foreach (var token in (string[])[tokens.Text("access_token"), tokens.Text("refresh_token")])
        {
            var told = await app.IntrospectAsync(_host, token);
            told.GetProperty("active").GetBoolean().ShouldBeTrue();
            told.TryGetProperty("username", out _).ShouldBe(isTold);
        }
    }

    [Fact]
    public async Task O44_Introspect_OfAnythingElse_SaysOnlyThatItIsNotActive()
    {
        var owner = await Integrator.MachineAsync(_host);
        var own = await _host.LoginAsync("employee@acme.test");
        var token = (await owner.TokenAsync(_host)).Text("access_token");
        string[] others =
        [
            "garbage", "a.b.c", token[..^2], token + "=", new string('x', 8000), new string('x', 8193), new string('é', 20_000), new string('x', 1_048_576), token + new string('\0', 3), "\u007f\r\n", own.Text("accessToken"), own.Text("refreshToken"), owner.Secret!, "' OR 1=1 --",
            $"sor_{own.Text("refreshToken")[4..]}",
        ];
        foreach (var other in others)
        {
            (await owner.IntrospectAsync(_host, other)).ToString().ShouldBe("""{"active":false}""");
        }

        foreach (var body in (string[])["token=%zz", "token=%C0%AF", "token=%ED%A0%80", $"token={new string('%', 1_000_000)}"])
        {
            using var content = new StringContent(body, mediaType: new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded"));
            using var client = _host.Anonymous();
            client.DefaultRequestHeaders.Authorization = owner.Basic();
            using var response = await client.PostAsync(new Uri("/t/acme/connect/introspect", UriKind.Relative), content);
            (await response.ReadAsync()).ToString().ShouldBe("""{"active":false}""");
        }

        // The token alone may be anything: who sends it twice, or much beside it, is refused as everywhere.
        using var twice = await Integrator.PostAsync(_host, "/connect/introspect", [new("token", token), new("token", new string('x', 100_000))], owner.Basic());
        await twice.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_request");
        using var much = await Integrator.PostAsync(_host, "/connect/introspect", [new("token", token), new("x", new string('x', 17_000))], owner.Basic());
        await much.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_request");
        using var huge = await Integrator.PostAsync(_host, "/connect/introspect", [new("token", new string('x', 2_200_000))], owner.Basic());
        await huge.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_request");
        using var guessed = await Integrator.PostAsync(_host, "/connect/introspect", [new("token", new string('x', 1_048_576))], Integrator.BasicOf(owner.ClientId, "wrong"));
        await guessed.ProtocolErrorAsync(HttpStatusCode.Unauthorized, "invalid_client");
        using var anonymous = await Integrator.PostAsync(_host, "/connect/introspect", [new("token", token)]);
        await anonymous.ProtocolErrorAsync(HttpStatusCode.Unauthorized, "invalid_client");
        using var hinted = await Integrator.PostAsync(_host, "/connect/introspect", [new("token", token), new("token_type_hint", "refresh_token")], owner.Basic());
        (await hinted.ReadAsync()).GetProperty("active").GetBoolean().ShouldBeTrue();
        hinted.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task O45_Revoke_EndsOnesOwnTokenAlone_AndSaysTheSameAlways()
    {
        var owner = await Integrator.MachineAsync(_host);
        var stranger = await Integrator.MachineAsync(_host);
        var token = (await owner.TokenAsync(_host)).Text("access_token");
        using var client = _host.With(token);
        await client.ReadAsync("/api/v1/attendance/days");

        await RevokeAsync(stranger, token);
        (await owner.IntrospectAsync(_host, token)).GetProperty("active").GetBoolean().ShouldBeTrue();
        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'oauth.foreignRevocation' AND at >= $1", fresh.Since)).ShouldBe(1L);

        foreach (var text in (string[])[token, token, "garbage"])
        {
            await RevokeAsync(owner, text);
        }

        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'oauth.revokeToken' AND entity_type = 'oauthClient' AND at >= $1", fresh.Since)).ShouldBe(1L, "What is taken back again is no deed.");
        (await owner.IntrospectAsync(_host, token)).ToString().ShouldBe("""{"active":false}""");
        _clock.Advance(TimeSpan.FromSeconds(6));
        using var refused = await client.GetAsync(new Uri("/api/v1/attendance/days", UriKind.Relative));
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task O45_Revoke_OfWhatHasEnded_WaitsForNobodysAccount()
    {
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        var tokens = await app.TokensAsync(_host, (await browser.GrantAsync(app, scope: "openid offline_access"))["code"]);
        await RevokeAsync(app, tokens.Text("refresh_token"));

        await using var held = await ChangeUnderWay.BeginAsync(_host, "SELECT FROM users FOR UPDATE");
        await RevokeAsync(app, tokens.Text("refresh_token"));
        await RevokeAsync(app, tokens.Text("access_token"));
    }

    private async Task RevokeAsync(Integrator client, string token)
    {
        using var response = await Integrator.PostAsync(_host, "/connect/revoke", [new("token", token), new("token_type_hint", "nonsense")], client.Basic());
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }
}
