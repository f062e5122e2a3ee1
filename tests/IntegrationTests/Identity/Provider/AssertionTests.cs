using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Infrastructure.Identity.Tokens;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Tokens;

namespace Satcom.IntegrationTests.Identity.Provider;

/// <summary>O25, O26, O29: clients that prove themselves by what they sign.</summary>
public sealed class AssertionTests(FreshHost fresh) : IClassFixture<FreshHost>, IAsyncLifetime
{
    private const string Clients = "/api/v1/oauth-clients";

    private readonly SteppedTime _clock = fresh.Clock;
    private readonly SatcomHost _host = fresh.Host;

    public ValueTask InitializeAsync() => fresh.BeginAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task O25_O29_Assertion_OfARegisteredKey_ProvesTheClient_AtEveryEndpoint(bool rsa)
    {
        var signer = await Signer.RegisterAsync(_host, _clock, TestTokens.Key(rsa), kid: "2026-01");
        signer.Client.Secret.ShouldBeNull();
        string[] good =
        [
            signer.Sign(),
            signer.Sign(p => p["aud"] = Integrator.Issuer + "/connect/token"),
            signer.Sign(changeHeader: h => h["typ"] = "JWT"),
            signer.Sign(p => p["exp"] = _clock.GetUtcNow().ToUnixTimeSeconds() + 299),
            signer.Sign(p => p["nbf"] = _clock.GetUtcNow().ToUnixTimeSeconds()),
        ];
        foreach (var assertion in good)
        {
            using var granted = await Signer.AskAsync(_host, assertion);
            (await granted.ReadAsync()).Text("scope").ShouldBe("audit.read");
        }

        using var named = await Signer.AskAsync(_host, signer.Sign(), new KeyValuePair<string, string>("client_id", signer.Client.ClientId));
        var token = (await named.ReadAsync()).Text("access_token");
        using var told = await Integrator.PostAsync(_host, "/connect/introspect", [new("token", token), .. Signer.Showing(signer.Sign())]);
        (await told.ReadAsync()).GetProperty("active").GetBoolean().ShouldBeTrue();
        using var begun = await Integrator.PostAsync(_host, "/connect/device_authorization", [new("scope", "openid"), .. Signer.Showing(signer.Sign())]);
        begun.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var revoked = await Integrator.PostAsync(_host, "/connect/revoke", [new("token", token), .. Signer.Showing(signer.Sign())]);
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var gone = await Integrator.PostAsync(_host, "/connect/introspect", [new("token", token), .. Signer.Showing(signer.Sign())]);
        (await gone.ReadAsync()).GetProperty("active").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task O29_Assertion_ShownAgain_IsRefused_WhateverTheFirstAnswerWas()
    {
        var signer = await Signer.RegisterAsync(_host, _clock, TestTokens.Es);
        var used = signer.Sign();
        using var granted = await Signer.AskAsync(_host, used);
        granted.StatusCode.ShouldBe(HttpStatusCode.OK);
        await RefusedAsync(used);

        var failed = signer.Sign();
        using var wrongScope = await Signer.AskAsync(_host, failed, new KeyValuePair<string, string>("scope", "attendance.read.all"));
        await wrongScope.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_scope");
        await RefusedAsync(failed);

        // One client's jti says nothing of another's.
        var other = await Signer.RegisterAsync(_host, _clock, TestTokens.OtherEs);
        foreach (var client in (Signer[])[signer, other])
        {
            using var same = await Signer.AskAsync(_host, client.Sign(p => p["jti"] = "the same"));
            same.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        _clock.Advance(TimeSpan.FromMinutes(11));
        await ActivatorUtilities.CreateInstance<ExpiredSessionsCleanupJob>(_host.Services).RunAsync(new JobProgress("test"), CancellationToken.None);
        (await _host.SqlAsync("SELECT count(*) FROM client_assertions")).ShouldBe(0L);
        await RefusedAsync(used);
    }

    [Fact]
    public async Task O29_Assertion_ShownToTwoNodesAtOnce_WorksOnce()
    {
        const int Rounds = 20;
        await using var second = new SatcomHost(_host.Database) { Clock = _clock };
        await second.StartAsync();
        var signer = await Signer.RegisterAsync(_host, _clock, TestTokens.Es);
        for (var round = 0; round < Rounds; round++)
        {
            var assertion = signer.Sign();
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Signer.AskAsync(i % 2 == 0 ? _host : second, assertion)));
            answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
            answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK || a.StatusCode == HttpStatusCode.Unauthorized || a.StatusCode == HttpStatusCode.TooManyRequests);
            Array.ForEach(answers, a => a.Dispose());
        }

        (await _host.SqlAsync("SELECT count(*) FROM client_assertions")).ShouldBe((long)Rounds);
    }

    [Fact]
    public async Task O29_Assertion_ThatIsNotRightInAnything_ProvesNobody()
    {
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        (string What, Action<JsonObject>? Payload, Action<JsonObject>? Header, SigningKeyMaterial? Key)[] faults =
        [
            ("iss of another", p => p["iss"] = "another", null, null),
            ("no iss", p => p.Remove("iss"), null, null),
            ("sub of another", p => p["sub"] = "another", null, null),
            ("no sub", p => p.Remove("sub"), null, null),
            ("aud of another issuer", p => p["aud"] = "http://localhost:5080/t/globex", null, null),
            ("aud of the API", p => p["aud"] = "satcom", null, null),
            ("aud of another endpoint", p => p["aud"] = Integrator.Issuer + "/connect/introspect", null, null),
            ("aud as a list", p => p["aud"] = new JsonArray(Integrator.Issuer), null, null),
            ("no aud", p => p.Remove("aud"), null, null),
            ("exp six minutes ahead", p => p["exp"] = now + 360, null, null),
            ("exp a year ahead", p => p["exp"] = now + 31_536_000, null, null),
            ("expired", p => (p["iat"], p["exp"]) = (now - 120, now - 60), null, null),
            ("no exp", p => p.Remove("exp"), null, null),
            ("exp as a text", p => p["exp"] = "soon", null, null),
            ("not yet", p => p["nbf"] = now + 120, null, null),
            ("no jti", p => p.Remove("jti"), null, null),
            ("empty jti", p => p["jti"] = string.Empty, null, null),
            ("jti as a number", p => p["jti"] = 7, null, null),
            ("long jti", p => p["jti"] = new string('x', 201), null, null),
            ("unknown kid", null, h => h["kid"] = "another", null),
            ("the thumbprint in the place of the given kid", null, h => h["kid"] = TestTokens.Es.Kid, null),
            ("no kid", null, h => h.Remove("kid"), null),
            ("another's key", null, null, TestTokens.Stranger),
            ("another's key in the header", null, h => h["jwk"] = JsonNode.Parse("{}"), null),
            ("jku", null, h => h["jku"] = "https://evil.example/keys", null),
            ("crit", null, h => h["crit"] = new JsonArray("b64"), null),
            ("typ of an access token", null, h => h["typ"] = "at+jwt", null),
            ("alg none", null, h => h["alg"] = "none", null),
            ("alg of another key", null, h => h["alg"] = "RS256", null),
            ("alg HS256", null, h => h["alg"] = "HS256", null),
            ("alg ES384", null, h => h["alg"] = "ES384", null),
        ];
        var signer = await Signer.RegisterAsync(_host, _clock, TestTokens.Es, kid: "mine");
        foreach (var (what, payload, header, key) in faults)
        {
            using var refused = await Signer.AskAsync(_host, signer.Sign(payload, header, key));
            refused.StatusCode.ShouldBeOneOf([HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], what);
        }

        var good = signer.Sign();
        foreach (var text in (string[])["x", "..", good + "=", good[..^4] + "AAAA", good[..(good.LastIndexOf('.') + 1)], $"{good}.{good}", new string('a', 8100)])
        {
            using var refused = await Signer.AskAsync(_host, text);
            refused.StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
        }

        (await _host.SqlAsync("SELECT count(*) FROM client_assertions")).ShouldBe(0L, "what was refused used nothing up");
        using var granted = await Signer.AskAsync(_host, good);
        granted.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task O26_O29_Assertion_BesideAnotherProofOrOfAnotherClient_IsRefused()
    {
        var signer = await Signer.RegisterAsync(_host, _clock, TestTokens.Es);
        var machine = await Integrator.MachineAsync(_host);
        var abroad = await Signer.RegisterAsync(_host, _clock, TestTokens.OtherEs, tenant: "globex");
        KeyValuePair<string, string>[] grant = [new("grant_type", "client_credentials")];

        using var withHeader = await Integrator.PostAsync(_host, "/connect/token", [.. grant, .. Signer.Showing(signer.Sign())], machine.Basic());
        await withHeader.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_request");
        using var withSecret = await Signer.AskAsync(_host, signer.Sign(), new KeyValuePair<string, string>("client_secret", machine.Secret!));
        await withSecret.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_request");
        using var twice = await Signer.AskAsync(_host, signer.Sign(), Signer.Showing(signer.Sign()));
        await twice.ProtocolErrorAsync(HttpStatusCode.BadRequest, "invalid_request");

        KeyValuePair<string, string>[][] refused =
        [
            [new("client_assertion", signer.Sign())],
            [new("client_assertion_type", Signer.AssertionType), new("client_id", signer.Client.ClientId)],
            [new("client_assertion", signer.Sign()), new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer")],
            [.. Signer.Showing(signer.Sign()), new("client_id", machine.ClientId)],
            [.. Signer.Showing(signer.Sign(p => (p["iss"], p["sub"]) = (machine.ClientId, machine.ClientId)))],
            [.. Signer.Showing(signer.Sign(p => p["sub"] = machine.ClientId)), new("client_id", signer.Client.ClientId)],
            [.. Signer.Showing(signer.Sign(p => p["iss"] = machine.ClientId)), new("client_id", signer.Client.ClientId)],
            [.. Signer.Showing(abroad.Sign())],
            [new("client_id", signer.Client.ClientId)],
            [new("client_id", signer.Client.ClientId), new("client_secret", string.Empty)],
        ];
        foreach (var form in refused)
        {
            using var response = await Integrator.PostAsync(_host, "/connect/token", [.. grant, .. form]);
            await response.ProtocolErrorAsync(HttpStatusCode.Unauthorized, "invalid_client");
        }

        // Whoever guesses at assertions is turned away like one who guesses at secrets, and the client itself is not.
        var last = HttpStatusCode.Unauthorized;
        for (var i = 0; i < 21; i++)
        {
            using var guessed = await Signer.AskAsync(_host, signer.Sign(key: TestTokens.Stranger));
            last = guessed.StatusCode;
        }

        last.ShouldBe(HttpStatusCode.TooManyRequests);
        using var granted = await Signer.AskAsync(_host, signer.Sign());
        granted.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task O25_Keys_TakeThePlaceOfSecrets_AreChangedAsAWhole_AndAudited()
    {
        var machine = await Integrator.MachineAsync(_host);
        using var admin = await _host.AsAsync("superadmin@acme.test");
        var patched = await PatchAsync(admin, machine.Id, new { keys = new[] { Signer.Jwk(TestTokens.Es, "one"), Signer.Jwk(TestTokens.Rs) } });
        patched.GetProperty("secrets").GetArrayLength().ShouldBe(0);
        patched.GetProperty("keys").EnumerateArray().Select(k => (k.Text("kid"), k.Text("alg"), k.Text("use"))).ShouldBe([("one", "ES256", "sig"), (TestTokens.Rs.Kid, "RS256", "sig")]);
        using var bySecret = await Integrator.PostAsync(_host, "/connect/token", [new("grant_type", "client_credentials")], machine.Basic());
        await bySecret.ProtocolErrorAsync(HttpStatusCode.Unauthorized, "invalid_client");
        await admin.PostProblemAsync($"{Clients}/{machine.Id}/rotate-secret", new { }, HttpStatusCode.Conflict, "client_has_no_secret");

        var (first, second) = (new Signer(machine, TestTokens.Es, "one", _clock), new Signer(machine, TestTokens.Rs, TestTokens.Rs.Kid, _clock));
        await GrantedAsync(first.Sign());
        await GrantedAsync(second.Sign());
        await PatchAsync(admin, machine.Id, new { keys = new[] { Signer.Jwk(TestTokens.Rs) } });
        await RefusedAsync(first.Sign());
        await GrantedAsync(second.Sign());
        await PatchAsync(admin, machine.Id, new { name = "Payroll by keys" });
        await GrantedAsync(second.Sign());

        await PatchAsync(admin, machine.Id, new { keys = Array.Empty<object>() });
        await RefusedAsync(second.Sign());
        var secret = (await admin.SendAsync($"{Clients}/{machine.Id}/rotate-secret", new { })).Text("clientSecret");
        await (machine with { Secret = secret }).TokenAsync(_host);
        var audit = (string)(await _host.SqlAsync("SELECT string_agg(a::text, ' ') FROM audit_entries a WHERE action = 'oauth.updateClient' AND entity_id = $1", machine.Id))!;
        audit.ShouldContain(TestTokens.Rs.Kid);
    }

    [Fact]
    public async Task O29_Keys_ThatAreNotFit_AreNotRegistered()
    {
        using var admin = await _host.AsAsync("superadmin@acme.test");
        var (ec, rsa) = (TestTokens.Es.PublicJwk, TestTokens.Rs.PublicJwk);
        using var small = System.Security.Cryptography.RSA.Create(1024);
        var weak = System.Buffers.Text.Base64Url.EncodeToString(small.ExportParameters(includePrivateParameters: false).Modulus);
        var flipped = (ec.Y![0] == 'A' ? 'B' : 'A') + ec.Y[1..];
        object[] unfit =
        [
            new { kty = "RSA", n = weak, e = "AQAB" },
            new { kty = "RSA", n = rsa.N, e = "AQ" },
            new { kty = "RSA", n = rsa.N, e = "Ag" },
            new { kty = "RSA", n = rsa.N },
            new { kty = "RSA", n = rsa.N + "=", e = rsa.E },
            new { kty = "RSA", n = new string('x', 2000), e = rsa.E },
            new { kty = "RSA", n = rsa.N, e = rsa.E, alg = "RS512" },
            new { kty = "RSA", n = rsa.N, e = rsa.E, alg = "HS256" },
            new { kty = "RSA", n = rsa.N, e = rsa.E, x = ec.X },
            new { kty = "EC", crv = "P-384", x = ec.X, y = ec.Y },
            new { kty = "EC", crv = "P-256", x = ec.X, y = flipped },
            new { kty = "EC", crv = "P-256", x = ec.X },
            new { kty = "EC", crv = "P-256", x = ec.X, y = ec.Y, use = "enc" },
            new { kty = "EC", crv = "P-256", x = ec.X, y = ec.Y, alg = "RS256" },
            new { kty = "EC", crv = "P-256", x = ec.X, y = ec.Y, kid = string.Empty },
            new { kty = "EC", crv = "P-256", x = ec.X, y = ec.Y, kid = "a\"b" },
            new { kty = "EC", crv = "P-256", x = ec.X, y = ec.Y, kid = new string('k', 101) },
            new { kty = "oct", k = "AAAA" },
            new { kty = "EC", crv = "P-256", x = ec.X, y = ec.Y, d = ec.X },
        ];
        foreach (var key in unfit)
        {
            using var response = await admin.PostAsJsonAsync(Clients, Program(new[] { key }));
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, System.Text.Json.JsonSerializer.Serialize(key));
        }

        await admin.PostProblemAsync(Clients, Program(Enumerable.Repeat(Signer.Jwk(TestTokens.Es), 2)), HttpStatusCode.BadRequest, "validation_failed");
        await admin.PostProblemAsync(Clients, Program(Enumerable.Range(0, 6).Select(i => Signer.Jwk(TestTokens.Es, $"key-{i}"))), HttpStatusCode.BadRequest, "validation_failed");
        var spa = new { name = "x", kind = "public", grants = Integrator.Words("authorization_code"), scopes = Integrator.Words("openid"), redirectUris = Integrator.Words(Integrator.RedirectUri), keys = new[] { Signer.Jwk(TestTokens.Es) } };
        await admin.PostProblemAsync(Clients, spa, HttpStatusCode.BadRequest, "validation_failed");
    }

    private static object Program(IEnumerable<object> keys) => new { name = "x", kind = "confidential", grants = Integrator.Words("client_credentials"), scopes = Integrator.Words("audit.read"), keys };

    private static async Task<System.Text.Json.JsonElement> PatchAsync(HttpClient admin, Guid id, object body)
    {
        using var response = await admin.PatchAsJsonAsync($"{Clients}/{id}", body);
        return await response.ReadAsync();
    }

    private async Task GrantedAsync(string assertion)
    {
        using var response = await Signer.AskAsync(_host, assertion);
        await response.ReadAsync();
    }

    private async Task RefusedAsync(string assertion)
    {
        using var response = await Signer.AskAsync(_host, assertion);
        await response.ProtocolErrorAsync(HttpStatusCode.Unauthorized, "invalid_client");
    }
}
