using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Provider;

public sealed class ClientTokenTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private static readonly KeyValuePair<string, string>[] ClientCredentials = [new("grant_type", "client_credentials")];

    [Fact]
    public async Task O30_O31_O36_ClientCredentials_GiveATokenByRfc9068_WithoutRefreshOrIdToken()
    {
        var machine = await Integrator.MachineAsync(host);
        var answer = await machine.TokenAsync(host);

        answer.EnumerateObject().Select(m => m.Name).ShouldBe(["access_token", "token_type", "expires_in", "scope"]);
        answer.Text("token_type").ShouldBe("Bearer");
        answer.GetProperty("expires_in").GetInt32().ShouldBe(600);
        answer.Text("scope").ShouldBe("attendance.read.all audit.read");
        var (header, payload) = Open(answer.Text("access_token"));
        (header.Text("typ"), header.Text("alg")).ShouldBe(("at+jwt", "RS256"));
        payload.Text("iss").ShouldBe(Integrator.Issuer);
        payload.Text("aud").ShouldBe("satcom");
        payload.Text("sub").ShouldBe($"client:{machine.ClientId}");
        payload.Text("client_id").ShouldBe(machine.ClientId);
        payload.Text("scope").ShouldBe("attendance.read.all audit.read");
        payload.TryGetProperty("jti", out _).ShouldBeTrue();
        payload.TryGetProperty("sid", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task O36_ClientToken_ReadsWhatItWasGranted_AndIsRefusedElsewhere()
    {
        var machine = await Integrator.MachineAsync(host);
        using var client = host.With((await machine.TokenAsync(host, "attendance.read.all")).Text("access_token"));

        (await client.ReadAsync("/api/v1/attendance/days")).GetProperty("items").GetArrayLength().ShouldBeGreaterThan(0);
        foreach (var path in (string[])["/api/v1/me", "/api/v1/audit", "/api/v1/attendance/today", "/api/v1/oauth-clients", "/api/v1/presence"])
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            await response.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        }

        (await host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'access.refused' AND actor_kind = 'client' AND actor_id IS NULL AND oauth_client_id = $1", machine.Id)).ShouldBe(5L);
    }

    [Fact]
    public async Task O37_O38_ClientCredentials_BeyondWhatIsRegistered_AreRefused()
    {
        var machine = await Integrator.MachineAsync(host);
        foreach (var scope in (string[])["presence.read.all", "openid", "offline_access", "attendance.read.all nothing", "attendance.read.all  audit.read", "\"", "satcom"])
        {
            using var response = await Integrator.PostAsync(host, "/connect/token", [.. ClientCredentials, new("scope", scope)], machine.Basic());
            await response.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_scope");
        }

        foreach (var resource in (string[])["https://other.example/api", "https://ledger.example/api/", "ledger", "https://ledger.example/api#x"])
        {
            using var response = await Integrator.PostAsync(host, "/connect/token", [.. ClientCredentials, new("resource", resource)], machine.Basic());
            await response.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_target");
        }

        var token = (await machine.TokenAsync(host, resource: "https://ledger.example/api")).Text("access_token");
        Open(token).Payload.Text("aud").ShouldBe("https://ledger.example/api");
        using var client = host.With(token);
        using var refused = await client.GetAsync(new Uri("/api/v1/attendance/days", UriKind.Relative));
        await refused.ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task O36_ClientCredentials_OfAPublicClient_AreRefused()
    {
        using var admin = await host.AsAsync("superadmin@acme.test");
        await admin.PostProblemAsync(
            "/api/v1/oauth-clients", new { name = "x", kind = "public", grants = Integrator.Words("client_credentials"), scopes = Integrator.Words("audit.read") }, HttpStatusCode.BadRequest, "validation_failed");
        var spa = await Integrator.RegisterAsync(host, new { name = "x", kind = "public", grants = Integrator.Words("authorization_code"), scopes = Integrator.Words("audit.read"), redirectUris = Integrator.Words(Integrator.RedirectUri) });
        spa.Secret.ShouldBeNull();
        using var response = await Integrator.PostAsync(host, "/connect/token", [.. ClientCredentials, new("client_id", spa.ClientId)]);
        await response.ProtocolErrorAsync(HttpStatusCode.BadRequest, "unauthorized_client");
    }

    [Fact]
    public async Task O30_TokenEndpoint_OfAnyOtherShape_IsRefused()
    {
        var machine = await Integrator.MachineAsync(host);
        using var client = host.Anonymous();
        client.DefaultRequestHeaders.Authorization = machine.Basic();
        using var got = await client.GetAsync(new Uri("/t/acme/connect/token", UriKind.Relative));
        got.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);

        using var json = await client.PostAsync(new Uri("/t/acme/connect/token", UriKind.Relative), new StringContent("""{"grant_type":"client_credentials"}""", Encoding.UTF8, "application/json"));
        await json.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_request");
        using var none = await Integrator.PostAsync(host, "/connect/token", [new("scope", "audit.read")], machine.Basic());
        await none.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_request");
        foreach (var grant in (string[])["password", "implicit", "CLIENT_CREDENTIALS"])
        {
            using var unknown = await Integrator.PostAsync(host, "/connect/token", [new("grant_type", grant)], machine.Basic());
            await unknown.ProtocolErrorAsync(HttpStatusCode.BadRequest, "unsupported_grant_type");
        }
    }

    [Theory]
    [InlineData("grant_type=client_credentials&grant_type=client_credentials", "application/x-www-form-urlencoded", "")]
    [InlineData("grant_type=client_credentials&x=1&x=2", "application/x-www-form-urlencoded", "")]
    [InlineData("grant_type=client_credentials&scope=%00", "application/x-www-form-urlencoded", "")]
    [InlineData("grant_type=client_credentials&scope=%C0%AF", "application/x-www-form-urlencoded", "")]
    [InlineData("grant_type=client_credentials&scope=%ED%A0%80", "application/x-www-form-urlencoded", "")]
    [InlineData("grant_type=client_credentials&scope=%zz", "application/x-www-form-urlencoded", "")]
    [InlineData("grant_type=client_credentials&scope=%0d%0a", "application/x-www-form-urlencoded", "")]
    [InlineData("grant_type=client_credentials", "application/x-www-form-urlencoded; charset=utf-7", "")]
    [InlineData("grant_type=client_credentials", "application/x-www-form-urlencoded; charset=utf-16", "")]
    [InlineData("grant_type=client_credentials", "multipart/form-data", "")]
    [InlineData("grant_type=client_credentials", "application/x-www-form-urlencoded", "?grant_type=client_credentials")]
    [InlineData("grant_type=client_credentials", "application/x-www-form-urlencoded", "?client_secret=x")]
    public async Task O8_O61_TokenRequest_WithSmuggledOrBrokenParameters_IsACleanRefusal(string body, string contentType, string query)
    {
        var machine = await Integrator.MachineAsync(host);
        using var client = host.Anonymous();
        client.DefaultRequestHeaders.Authorization = machine.Basic();
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var response = await client.PostAsync(new Uri("/t/acme/connect/token" + query, UriKind.Relative), content);
        await response.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task O10_TokenRequest_Over16Kb_IsRefused()
    {
        var machine = await Integrator.MachineAsync(host);
        using var response = await Integrator.PostAsync(host, "/connect/token", [.. ClientCredentials, new("x", new string('x', 17_000))], machine.Basic());
        await response.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Theory]
    [InlineData("client_id", 100)]
    [InlineData("redirect_uri", 400)]
    [InlineData("resource", 400)]
    public async Task O10_TokenRequest_WithAParameterLongerThanItMayBe_IsRefusedForItsLength(string name, int longest)
    {
        foreach (var (length, isTooLong) in ((int, bool)[])[(longest, false), (longest + 1, true)])
        {
            // Whatever fits is looked at: nobody is that client, and none proved itself.
            using var response = await Integrator.PostAsync(host, "/connect/token", [.. ClientCredentials, new(name, new string('x', length))]);
            (await response.ReadAsync(isTooLong ? HttpStatusCode.BadRequest : HttpStatusCode.Unauthorized)).Text("error").ShouldBe(isTooLong ? "invalid_request" : "invalid_client", $"{length}");
        }
    }

    [Fact]
    public async Task O25_O26_ClientAuthentication_TakesOneRightWayAndNoOther()
    {
        var machine = await Integrator.MachineAsync(host);
        var spa = await Integrator.RegisterAsync(host, new { name = "x", kind = "public", grants = Integrator.Words("authorization_code"), scopes = Integrator.Words("openid"), redirectUris = Integrator.Words(Integrator.RedirectUri) });
        using var post = await Integrator.PostAsync(host, "/connect/token", [.. ClientCredentials, new("client_id", machine.ClientId), new("client_secret", machine.Secret!)]);
        post.StatusCode.ShouldBe(HttpStatusCode.OK);

        // Both parts of the header are form-encoded, whichever of their characters need it.
        static string Escaped(string text) => string.Concat(text.Select(c => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"%{(int)c:X2}")));
        using var encoded = await Integrator.PostAsync(host, "/connect/token", ClientCredentials, Integrator.BasicOf(Escaped(machine.ClientId), Escaped(machine.Secret!)));
        encoded.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var two = await Integrator.PostAsync(host, "/connect/token", [.. ClientCredentials, new("client_id", machine.ClientId), new("client_secret", machine.Secret!)], machine.Basic());
        await two.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_request");

        (AuthenticationHeaderValue? Header, KeyValuePair<string, string>[] Form)[] refused =
        [
            (null, []),
            (null, [new("client_id", machine.ClientId)]),
            (null, [new("client_id", machine.ClientId), new("client_secret", "wrong")]),
            (null, [new("client_id", "nobody"), new("client_secret", "wrong")]),
            (null, [new("client_id", spa.ClientId), new("client_secret", "anything")]),
            (null, [new("client_id", machine.ClientId), new("client_assertion", "x"), new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")]),
            (machine.Basic(), [new("client_id", spa.ClientId)]),
            (Integrator.BasicOf(machine.ClientId, "wrong"), []),
            (Integrator.BasicOf(machine.ClientId, Uri.EscapeDataString("no client has this secret")), []),
            (Integrator.BasicOf(machine.ClientId, string.Empty), []),
            (Integrator.BasicOf(machine.ClientId + "%zz", machine.Secret!), []),
            (new AuthenticationHeaderValue("Basic", "%%%"), []),
            (new AuthenticationHeaderValue("Basic", Convert.ToBase64String("no colon"u8)), []),
            (new AuthenticationHeaderValue("Basic", Convert.ToBase64String([0, 58, 255])), []),
            (new AuthenticationHeaderValue("Digest", "x"), []),
        ];
        foreach (var (header, form) in refused)
        {
            using var response = await Integrator.PostAsync(host, "/connect/token", [.. ClientCredentials, .. form], header);
            await response.ProtocolErrorAsync(HttpStatusCode.Unauthorized, "invalid_client");
            response.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Basic");
        }
    }

    [Fact]
    public async Task O62_Client_AtAnotherTenantsProvider_IsUnknown()
    {
        var machine = await Integrator.MachineAsync(host);
        using var response = await Integrator.PostAsync(host, "/connect/token", ClientCredentials, machine.Basic(), "globex");
        await response.ProtocolErrorAsync(HttpStatusCode.Unauthorized, "invalid_client");

        using var client = host.With((await machine.TokenAsync(host)).Text("access_token"));
        client.DefaultRequestHeaders.Add("X-Tenant", "globex");
        using var named = await client.GetAsync(new Uri("/api/v1/attendance/days", UriKind.Relative));
        await named.ProblemAsync(HttpStatusCode.Forbidden, "tenant_mismatch");
    }

    [Fact]
    public async Task O50_EndpointsThatProgramsCall_AreOpenToPagesOfRegisteredOriginsAlone()
    {
        await Integrator.WebAppAsync(host);
        (string Origin, bool IsKnown)[] origins = [("https://payroll.example", true), ("https://evil.example", false), ("https://payroll.example.evil.example", false), ("null", false)];
        string[] called = ["token", "userinfo", "introspect", "revoke", "device_authorization"];
        foreach (var (path, origin, isKnown) in called.SelectMany(p => origins.Select(o => (p, o.Origin, o.IsKnown))).Concat([("authorize", "https://payroll.example", false), ("endsession", "https://payroll.example", false)]))
        {
            using var client = host.Anonymous();
            using var preflight = new HttpRequestMessage(HttpMethod.Options, new Uri($"/t/acme/connect/{path}", UriKind.Relative));
            preflight.Headers.Add("Origin", origin);
            preflight.Headers.Add("Access-Control-Request-Method", "POST");
            using var response = await client.SendAsync(preflight);
            response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed).ShouldBe(isKnown, path);
            (allowed?.Single() ?? origin).ShouldBe(origin);
            response.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        }
    }

    private static (JsonElement Header, JsonElement Payload) Open(string token) =>
        (JsonElement.Parse(Base64Url.DecodeFromChars(token.Split('.')[0])), JsonElement.Parse(Base64Url.DecodeFromChars(token.Split('.')[1])));
}
