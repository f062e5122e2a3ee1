using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Identity.Provider;

public sealed class ClientAdministrationTests(FreshHost fresh) : IClassFixture<FreshHost>, IAsyncLifetime
{
    private const string Clients = "/api/v1/oauth-clients";
    private static readonly KeyValuePair<string, string>[] ClientCredentials = [new("grant_type", "client_credentials")];

    private readonly SteppedTime _clock = fresh.Clock;
    private readonly SatcomHost _host = fresh.Host;

    public ValueTask InitializeAsync() => fresh.BeginAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task O57_Create_ShowsTheSecretOnce_AndKeepsItsHashAlone()
    {
        var machine = await Integrator.MachineAsync(_host);
        machine.Secret!.ShouldStartWith("scs_");

        using var admin = await _host.AsAsync("superadmin@acme.test");
        var read = await admin.ReadAsync($"{Clients}/{machine.Id}");
        read.GetProperty("secrets").GetArrayLength().ShouldBe(1);
        read.ToString().ShouldNotContain(machine.Secret);
        (await admin.ReadAsync(Clients)).GetProperty("items").EnumerateArray().Select(c => c.Id()).ShouldContain(machine.Id);
        var audit = (string)(await _host.SqlAsync("SELECT string_agg(a::text, ' ') FROM audit_entries a WHERE action = 'oauth.createClient'"))!;
        audit.ShouldContain("Payroll");
        audit.ShouldNotContain(machine.Secret);
        audit.ShouldNotContain("secretHash");
    }

    [Fact]
    public async Task O28_RotateSecret_KeepsTwoAliveForTheGraceAndNoLonger()
    {
        var machine = await Integrator.MachineAsync(_host);
        using var admin = await _host.AsAsync("superadmin@acme.test");
        var second = machine with { Secret = (await admin.SendAsync($"{Clients}/{machine.Id}/rotate-secret", new { graceSeconds = 60 })).Text("clientSecret") };
        (await StatusAsync(machine), await StatusAsync(second)).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));

        var third = machine with { Secret = (await admin.SendAsync($"{Clients}/{machine.Id}/rotate-secret", new { graceSeconds = 60 })).Text("clientSecret") };
        (await StatusAsync(machine), await StatusAsync(second), await StatusAsync(third)).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK));

        _clock.Advance(TimeSpan.FromSeconds(61));
        (await StatusAsync(second), await StatusAsync(third)).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.OK));
    }

    [Fact]
    public async Task O28_RotateSecret_TwiceAtOnce_IsAChangeOfTheClientAndLeavesTwoSecretsAtMost()
    {
        var machine = await Integrator.MachineAsync(_host);
        using var admin = await _host.AsAsync("superadmin@acme.test");
        var before = (await admin.ReadAsync($"{Clients}/{machine.Id}")).Version();
        var after = (await admin.SendAsync($"{Clients}/{machine.Id}/rotate-secret", new { })).GetProperty("client").Version();
        after.ShouldNotBe(before);
        (await admin.ReadAsync($"{Clients}/{machine.Id}")).Version().ShouldBe(after);
        using var again = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Clients}/{machine.Id}/rotate-secret", UriKind.Relative)) { Content = JsonContent.Create(new { }) };
        again.Headers.TryAddWithoutValidation("If-Match", $"\"{before}\"");
        using var stale = await admin.SendAsync(again);
        await stale.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");

        for (var round = 0; round < 12; round++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            var leaked = machine with { Secret = (await admin.SendAsync($"{Clients}/{machine.Id}/rotate-secret", new { graceSeconds = 0 })).Text("clientSecret") };
            _clock.Advance(TimeSpan.FromSeconds(1));
            var answers = await Task.WhenAll(admin.PostAsJsonAsync($"{Clients}/{machine.Id}/rotate-secret", new { graceSeconds = 0 }), admin.PostAsJsonAsync($"{Clients}/{machine.Id}/rotate-secret", new { }));
            answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
            (await StatusAsync(leaked)).ShouldBe(HttpStatusCode.Unauthorized, "whoever asked for no grace has got none");
            ((long)(await _host.SqlAsync("SELECT count(*) FROM oauth_client_secrets WHERE oauth_client_id = $1 AND (expires_at IS NULL OR expires_at > $2)", machine.Id, _clock.GetUtcNow().UtcDateTime))!).ShouldBeLessThanOrEqualTo(2L);
        }
    }

    [Fact]
    public async Task O54_Disable_RefusesEverywhereAtOnce_AndTokensWithinSeconds()
    {
        var machine = await Integrator.MachineAsync(_host);
        using var client = _host.With((await machine.TokenAsync(_host)).Text("access_token"));
        await client.ReadAsync("/api/v1/attendance/days");

        using var admin = await _host.AsAsync("superadmin@acme.test");
        (await admin.SendAsync($"{Clients}/{machine.Id}/disable", new { })).GetProperty("isDisabled").GetBoolean().ShouldBeTrue();
        (await StatusAsync(machine)).ShouldBe(HttpStatusCode.Unauthorized);
        using var refused = await client.GetAsync(new Uri("/api/v1/attendance/days", UriKind.Relative));
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await admin.SendAsync($"{Clients}/{machine.Id}/enable", new { });
        (await StatusAsync(machine)).ShouldBe(HttpStatusCode.OK);
        await client.ReadAsync("/api/v1/attendance/days");
    }

    [Fact]
    public async Task O54_Delete_EndsTheClientAndKeepsItsAudit()
    {
        var machine = await Integrator.MachineAsync(_host);
        using var client = _host.With((await machine.TokenAsync(_host)).Text("access_token"));
        await client.ReadAsync("/api/v1/attendance/days");
        using var admin = await _host.AsAsync("superadmin@acme.test");
        using var deleted = await admin.DeleteAsync(new Uri($"{Clients}/{machine.Id}", UriKind.Relative));
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await StatusAsync(machine)).ShouldBe(HttpStatusCode.Unauthorized);
        using var refused = await client.GetAsync(new Uri("/api/v1/attendance/days", UriKind.Relative));
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var gone = await admin.GetAsync(new Uri($"{Clients}/{machine.Id}", UriKind.Relative));
        await gone.ProblemAsync(HttpStatusCode.NotFound, "not_found");
        (await _host.SqlAsync("SELECT count(DISTINCT action) FROM audit_entries WHERE entity_id = $1", machine.Id)).ShouldBe(2L);
    }

    [Fact]
    public async Task O53_Register_WithUnfitData_IsRefused()
    {
        using var admin = await _host.AsAsync("superadmin@acme.test");
        string[] code = ["authorization_code"], openid = ["openid"];
        object[] unfit =
        [
            new { name = "x", kind = "public", grants = code, scopes = openid },
            new { name = "x", kind = "public", grants = code, scopes = openid, redirectUris = Integrator.Words("http://app.example/cb") },
            new { name = "x", kind = "public", grants = code, scopes = openid, redirectUris = Integrator.Words("https://*.example/cb") },
            new { name = "x", kind = "public", grants = code, scopes = openid, redirectUris = Integrator.Words("https://app.example/cb#x") },
            new { name = "x", kind = "public", grants = code, scopes = openid, redirectUris = Enumerable.Range(0, 21).Select(i => $"https://app.example/{i}") },
            new { name = "x", kind = "public", grants = code, scopes = openid, redirectUris = Integrator.Words("com.example.app:/cb") },
            new { name = "x", kind = "public", grants = Integrator.Words("refresh_token"), scopes = openid },
            new { name = "x", kind = "public", grants = Integrator.Words("password"), scopes = openid },
            new { name = "x", kind = "confidential", grants = Integrator.Words("client_credentials"), scopes = Integrator.Words("everything") },
            new { name = "x", kind = "confidential", grants = Integrator.Words("client_credentials"), scopes = openid, resources = Integrator.Words("not-a-uri") },
            new { name = "x", kind = "confidential", grants = Integrator.Words("client_credentials"), scopes = Integrator.Words("attendance.read.all openid") },
            new { name = "Payroll\r\nby your bank", kind = "confidential", grants = Integrator.Words("client_credentials"), scopes = Integrator.Words("attendance.read.all") },
            new { name = "Payroll \u202Eknab", kind = "confidential", grants = Integrator.Words("client_credentials"), scopes = Integrator.Words("attendance.read.all") },
            new { name = " ", kind = "confidential", grants = Integrator.Words("client_credentials"), scopes = openid },
        ];
        foreach (var body in unfit)
        {
            await admin.PostProblemAsync(Clients, body, HttpStatusCode.BadRequest, "validation_failed");
        }
    }

    [Theory]
    [InlineData("authorization_code", false, "redirectUris", "required", "")]
    [InlineData("client_credentials", true, "grants", "invalid_format", "confidential")]
    [InlineData("refresh_token", true, "grants", "invalid_format", "beside authorization_code")]
    [InlineData("urn:ietf:params:oauth:grant-type:device_code", false, "servesResource", "invalid_format", "confidential")]
    public async Task O53_Register_OfWhatDoesNotFitTogether_SaysTheRule(string grant, bool redirects, string field, string code, string rule)
    {
        using var admin = await _host.AsAsync("superadmin@acme.test");
        var problem = await admin.PostProblemAsync(
            "/api/v1/oauth-clients",
            new { name = "x", kind = "public", grants = Integrator.Words(grant), scopes = Integrator.Words("openid"), redirectUris = redirects ? Integrator.Words(Integrator.RedirectUri) : [], servesResource = "https://x.example" },
            HttpStatusCode.BadRequest,
            "validation_failed");

        var fault = problem.GetProperty("errors").GetProperty(field)[0];
        fault.Text("code").ShouldBe(code);
        fault.Text("message").ShouldContain(rule);
    }

    [Fact]
    public async Task O42_Trust_IsForOperatorsAlone()
    {
        using var admin = await _host.AsAsync("superadmin@acme.test");
        var trusted = new { name = "Console", kind = "public", grants = Integrator.Words("authorization_code"), scopes = Integrator.Words("openid satcom"), redirectUris = Integrator.Words(Integrator.RedirectUri), requiresConsent = false };
        await admin.PostProblemAsync(Clients, trusted, HttpStatusCode.Forbidden, "forbidden");

        using var platform = await _host.AsAsync("platform@satcom.test");
        using var operatorThere = _host.With((await platform.SendAsync("/api/v1/platform/scope", new { tenant = "acme", reason = "A console" })).Text("accessToken"));
        var made = (await operatorThere.SendAsync(Clients, trusted, HttpStatusCode.Created)).GetProperty("client");
        made.GetProperty("requiresConsent").GetBoolean().ShouldBeFalse();

        // Nor does an administrator change the trust away and take it over with the next request.
        using var taken = await admin.PatchAsJsonAsync($"{Clients}/{made.Id()}", new { requiresConsent = true, scopes = Integrator.Words("openid"), redirectUris = Integrator.Words("https://evil.example/cb") });
        await taken.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        (await admin.ReadAsync($"{Clients}/{made.Id()}")).GetRawText().ShouldBe(made.GetRawText());

        // What an operator trusts an administrator cannot wake up, and gets no secret of.
        await operatorThere.SendAsync($"{Clients}/{made.Id()}/disable", new { });
        await admin.PostProblemAsync($"{Clients}/{made.Id()}/enable", new { }, HttpStatusCode.Forbidden, "forbidden");
        await admin.PostProblemAsync($"{Clients}/{made.Id()}/rotate-secret", new { }, HttpStatusCode.Forbidden, "forbidden");
        (await operatorThere.SendAsync($"{Clients}/{made.Id()}/enable", new { })).GetProperty("isDisabled").GetBoolean().ShouldBeFalse();

        // Nor redirect it elsewhere.
        using var patched = await admin.PatchAsJsonAsync($"{Clients}/{made.Id()}", new { redirectUris = Integrator.Words("https://evil.example/cb") });
        await patched.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task O57_Create_AnswersWhatIsReadLater_WithItsVersion_AndIsRepeatableByItsId()
    {
        using var admin = await _host.AsAsync("superadmin@acme.test");
        var body = new { id = Guid.CreateVersion7(_clock.GetUtcNow()), name = "Ledger", kind = "confidential", grants = Integrator.Words("client_credentials"), scopes = Integrator.Words("audit.read") };
        using var response = await admin.PostAsJsonAsync(Clients, body);
        var made = await response.ReadAsync(HttpStatusCode.Created);
        var client = made.GetProperty("client");
        client.Id().ShouldBe(body.id);
        client.GetProperty("version").GetUInt32().ShouldBeGreaterThan(0u);
        response.Headers.ETag!.Tag.ShouldBe($"\"{client.GetProperty("version").GetUInt32()}\"");
        (await admin.ReadAsync($"{Clients}/{body.id}")).GetRawText().ShouldBe(client.GetRawText());

        // The same again creates nothing and shows no secret; another one under that id is refused.
        var again = await admin.SendAsync(Clients, body, HttpStatusCode.Created);
        (again.GetProperty("client").GetRawText(), again.GetProperty("clientSecret").ValueKind).ShouldBe((client.GetRawText(), System.Text.Json.JsonValueKind.Null));
        await admin.PostProblemAsync(Clients, new { body.id, name = "Another", body.kind, body.grants, body.scopes }, HttpStatusCode.Conflict, "id_conflict");

        using var rotated = await admin.PostAsJsonAsync($"{Clients}/{body.id}/rotate-secret", new { });
        var after = (await rotated.ReadAsync()).GetProperty("client");
        rotated.Headers.ETag!.Tag.ShouldBe($"\"{after.GetProperty("version").GetUInt32()}\"");
        (await admin.ReadAsync($"{Clients}/{body.id}")).GetRawText().ShouldBe(after.GetRawText());
    }

    [Fact]
    public async Task O53_Client_WithoutAScopeOfItsOwn_GetsNoTokenForItself()
    {
        var app = await Integrator.RegisterAsync(
            _host,
            new { name = "x", kind = "confidential", grants = Integrator.Words("authorization_code client_credentials"), scopes = Integrator.Words("openid"), redirectUris = Integrator.Words(Integrator.RedirectUri) });

        using var response = await Integrator.PostAsync(_host, "/connect/token", ClientCredentials, app.Basic());

        await response.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_scope");
    }

    [Fact]
    public async Task O54_Disable_ClosesTheHubOfWhoCameThroughTheClient_AndOfNobodyElse()
    {
        using var platform = await _host.AsAsync("platform@satcom.test");
        using var operatorThere = _host.With((await platform.SendAsync("/api/v1/platform/scope", new { tenant = "acme", reason = "A console" })).Text("accessToken"));
        var trusted = await Integrator.RegisterAsync(
            operatorThere,
            new { name = "Console", kind = "confidential", grants = Integrator.Words("authorization_code"), scopes = Integrator.Words("openid satcom"), redirectUris = Integrator.Words(Integrator.RedirectUri), requiresConsent = false });
        using var browser = new WebBrowser(_host);
        await using var through = await HubClient.ConnectAsync(_host.BaseAddress, (await trusted.TokensAsync(_host, (await browser.GrantAsync(trusted, scope: "openid satcom"))["code"])).Text("access_token"));
        await using var beside = await HubClient.ConnectAsync(_host.BaseAddress, (await _host.LoginAsync("employee@acme.test")).Text("accessToken"));
        (await through.InvokeAsync("Heartbeat", "online")).ShouldBeNull();

        using var admin = await _host.AsAsync("superadmin@acme.test");
        await admin.SendAsync($"{Clients}/{trusted.Id}/disable", new { });

        await through.Closed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        (await beside.InvokeAsync("Heartbeat", "online")).ShouldBeNull();
    }

    [Fact]
    public async Task O42_Hub_ForATokenOfSomeScopes_IsShut()
    {
        var app = await Integrator.WebAppAsync(_host);
        using var browser = new WebBrowser(_host);
        var token = (await app.TokensAsync(_host, (await browser.GrantAsync(app))["code"])).Text("access_token");

        await using var hub = await HubClient.OpenAsync(_host.BaseAddress, token);

        (await hub.WaitForRefusalAsync()).ShouldBe("forbidden");
        await hub.Closed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Update_ChangesWhatIsGiven_AndHoldsToTheVersion()
    {
        var app = await Integrator.WebAppAsync(_host);
        using var admin = await _host.AsAsync("superadmin@acme.test");
        using var patched = await admin.PatchAsJsonAsync($"{Clients}/{app.Id}", new { name = "Roster two", redirectUris = Integrator.Words("https://two.example/cb") });
        var client = await patched.ReadAsync();
        (client.Text("name"), client.GetProperty("redirectUris")[0].GetString(), client.GetProperty("grants").GetArrayLength()).ShouldBe(("Roster two", "https://two.example/cb", 3));

        // What changes nothing is no change, and says so.
        using var unchanged = await admin.PatchAsJsonAsync($"{Clients}/{app.Id}", new { name = "Roster two", grants = client.GetProperty("grants"), keys = Array.Empty<object>() });
        (await unchanged.ReadAsync()).GetRawText().ShouldBe(client.GetRawText());
        (client.Version(), unchanged.Headers.ETag!.Tag).ShouldBe(((await admin.ReadAsync($"{Clients}/{app.Id}")).Version(), patched.Headers.ETag!.Tag));

        using var stale = new HttpRequestMessage(HttpMethod.Patch, new Uri($"{Clients}/{app.Id}", UriKind.Relative)) { Content = JsonContent.Create(new { name = "Three" }) };
        stale.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        using var refused = await admin.SendAsync(stale);
        await refused.ProblemAsync(HttpStatusCode.PreconditionFailed, "version_mismatch");
    }

    private async Task<HttpStatusCode> StatusAsync(Integrator machine)
    {
        using var response = await Integrator.PostAsync(_host, "/connect/token", ClientCredentials, machine.Basic());
        return response.StatusCode;
    }
}
