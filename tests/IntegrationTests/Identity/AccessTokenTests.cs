using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Satcom.Infrastructure.Identity.Tokens;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Tokens;

namespace Satcom.IntegrationTests.Identity;

/// <summary>When an access token stops to work, and what never worked.</summary>
public sealed class AccessTokenTests(SteppedHost stepped) : IClassFixture<SteppedHost>
{
    private const string Logout = "/api/v1/auth/logout";

    private readonly SatcomHost _host = stepped.Host;

    [Fact]
    public async Task A27_Logout_EndsThePresentSessionAlone()
    {
        var here = await _host.LoginAsync("employee@acme.test");
        var there = await _host.LoginAsync("employee@acme.test");
        await EndAsync(here, new { });

        await DeadAsync(here);
        await LivesAsync(there);
        using var client = _host.Anonymous();
        await client.PostProblemAsync("/api/v1/auth/refresh", new { refreshToken = here.Text("refreshToken") }, HttpStatusCode.Unauthorized, "refresh_invalid");
    }

    [Fact]
    public async Task A27_Logout_Everywhere_EndsAllOfOnesOwnSessionsAndNobodyElses()
    {
        var here = await _host.LoginAsync("technician@acme.test");
        var there = await _host.LoginAsync("technician@acme.test");
        var colleague = await _host.LoginAsync("staff@acme.test");
        await EndAsync(here, new { everywhere = true });

        await DeadAsync(here);
        await DeadAsync(there);
        await LivesAsync(colleague);
    }

    [Fact]
    public async Task Logout_WithTheRefreshTokenOfAnotherSession_EndsThatOne()
    {
        var here = await _host.LoginAsync("lead@acme.test");
        var there = await _host.LoginAsync("lead@acme.test");
        var colleague = await _host.LoginAsync("hr@acme.test");
        await EndAsync(here, new { refreshToken = there.Text("refreshToken") });
        using var client = _host.With(here.Text("accessToken"));
        await client.PostProblemAsync(Logout, new { refreshToken = colleague.Text("refreshToken") }, HttpStatusCode.Unauthorized, "refresh_invalid");
        await client.PostProblemAsync(Logout, new { refreshToken = "junk" }, HttpStatusCode.Unauthorized, "refresh_invalid");

        await DeadAsync(there);
        await LivesAsync(here);
        await LivesAsync(colleague);
    }

    [Fact]
    public async Task Logout_WithARefreshTokenAlone_EndsItsSession()
    {
        var (here, there) = (await _host.LoginAsync("manager@acme.test"), await _host.LoginAsync("manager@acme.test"));
        var colleague = await _host.LoginAsync("hr@acme.test");
        using var client = _host.Anonymous();
        (await client.PostProblemAsync(Logout, new { }, HttpStatusCode.Unauthorized, "unauthenticated")).Text("detail").ShouldEndWith("Refresh it, or sign in again.");
        await client.PostProblemAsync(Logout, new { refreshToken = "junk" }, HttpStatusCode.Unauthorized, "refresh_invalid");
        using var elsewhere = _host.Anonymous();
        elsewhere.DefaultRequestHeaders.Add("X-Tenant", "globex");
        await elsewhere.PostProblemAsync(Logout, new { refreshToken = here.Text("refreshToken") }, HttpStatusCode.Unauthorized, "refresh_invalid");

        // Even once the access token has expired.
        using var expired = _host.With("not.a.token");
        await expired.SendAsync(Logout, new { refreshToken = here.Text("refreshToken") }, HttpStatusCode.NoContent);

        await DeadAsync(here);
        await LivesAsync(there);
        (await _host.SqlAsync("SELECT actor_id FROM audit_entries WHERE action = 'auth.logout' AND entity_type = 'session' AND entity_id = (SELECT id FROM sessions WHERE user_id = $1 AND end_reason = 'logout')", here.GetProperty("user").Id()))
            .ShouldBe(here.GetProperty("user").Id());

        // A session that is over signs out once more, but ends no other.
        await client.SendAsync(Logout, new { refreshToken = here.Text("refreshToken") }, HttpStatusCode.NoContent);
        await client.PostProblemAsync(Logout, new { refreshToken = here.Text("refreshToken"), everywhere = true }, HttpStatusCode.Unauthorized, "refresh_invalid");
        await LivesAsync(there);
        await client.SendAsync(Logout, new { refreshToken = there.Text("refreshToken"), everywhere = true }, HttpStatusCode.NoContent);
        await DeadAsync(there);
        await LivesAsync(colleague);
    }

    [Fact]
    public async Task A5_A27_Deactivation_EndsATokenAtOnceOnEveryNode()
    {
        await using var second = new SatcomHost(_host.Database) { Clock = new Remembering(stepped.Clock) };
        await second.StartAsync();
        var answer = await _host.LoginAsync("nadia@acme.test");
        await LivesAsync(answer);
        using var elsewhere = second.With(answer.Text("accessToken"));
        await elsewhere.ReadAsync("/api/v1/me");

        await _host.ChangeAsync("acme", db =>
        {
            db.Users.Single(u => u.NormalizedEmail == "NADIA@ACME.TEST").Deactivate();
            return Task.CompletedTask;
        });

        await DeadAsync(answer);

        // What the other node remembers never runs out: it must be told.
        await HostWork.EventuallyAsync(async () => (await elsewhere.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode, s => s == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A5_A27_Suspension_EndsEveryTokenOfTheCompanyUntilItIsResumed()
    {
        var answer = await _host.LoginAsync("staff@globex.test");
        await LivesAsync(answer);
        await _host.ChangeAsync("globex", db =>
        {
            db.Tenants.Single(t => t.Slug == "globex").Suspend(reason: null, DateTimeOffset.UnixEpoch);
            return Task.CompletedTask;
        });
        await DeadAsync(answer);

        await _host.ChangeAsync("globex", db =>
        {
            db.Tenants.Single(t => t.Slug == "globex").Resume();
            return Task.CompletedTask;
        });
        await LivesAsync(answer);
    }

    [Fact]
    public async Task A29_Token_AfterTenMinutes_IsExpired()
    {
        var answer = await _host.LoginAsync("superadmin@acme.test");
        stepped.Clock.Advance(TimeSpan.FromMinutes(9));
        await LivesAsync(answer);

        stepped.Clock.Advance(TimeSpan.FromMinutes(2));
        await DeadAsync(answer);
    }

    [Fact]
    public async Task A29_Tokens_ThatWereNotMadeHere_ProveNobody()
    {
        var real = (await _host.LoginAsync("superadmin@acme.test")).Text("accessToken");
        var parts = real.Split('.');
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!.AsObject();
        var payload = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
        using var stranger = SigningKeyMaterial.Generate(SigningAlgorithm.Es256);
        var none = TestTokens.Encode("""{"alg":"none","typ":"at+jwt"}""");

        // The forge itself is right: what follows fails for its one fault.
        string[] tokens =
        [
            "x", "a.b.c", parts[0], $"{parts[0]}.{parts[1]}", $"{parts[0]}.{parts[1]}.", $"{none}.{parts[1]}.", $"{none}.{parts[1]}.{parts[2]}",
            $"{parts[0]}.{Changed(payload, "tid", Guid.CreateVersion7(stepped.Clock.GetUtcNow()).ToString())}.{parts[2]}",
            $"{parts[0]}.{Changed(payload, "exp", 4_000_000_000L)}.{parts[2]}",
            TestTokens.Forge(stranger, header.ToJsonString(), payload.ToJsonString()),
            TestTokens.Forge(stranger, TestTokens.Header(stranger).ToJsonString(), payload.ToJsonString()),
            real + "=", real[..^2] + (real[^2] == 'A' ? "BA" : "AA"), new string('a', 9000),
        ];
        foreach (var token in tokens)
        {
            await DeadAsync(token);
        }

        using var client = _host.With(real);
        await client.ReadAsync("/api/v1/me");
        using var anonymous = _host.Anonymous();
        using var response = await anonymous.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
        await response.ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task A29_Tokens_OfAnotherSort_ProveNobody()
    {
        var answer = await _host.LoginAsync("superadmin@acme.test");
        await DeadAsync(answer.Text("refreshToken"));

        using var basic = _host.Anonymous();
        basic.DefaultRequestHeaders.Add("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("superadmin@acme.test:" + SatcomHost.DemoPassword)));
        using var byBasic = await basic.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
        await byBasic.ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");

        using var query = _host.Anonymous();
        using var byQuery = await query.GetAsync(new Uri($"/api/v1/me?access_token={answer.Text("accessToken")}", UriKind.Relative));
        await byQuery.ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");

        using var elsewhere = _host.With(answer.Text("accessToken"));
        elsewhere.DefaultRequestHeaders.Add("X-Tenant", "globex");
        using var byTenant = await elsewhere.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
        await byTenant.ProblemAsync(HttpStatusCode.Forbidden, "tenant_mismatch");
    }

    private static string Changed(JsonObject payload, string name, JsonNode value)
    {
        var copy = payload.DeepClone().AsObject();
        copy[name] = value;
        return TestTokens.Encode(copy.ToJsonString());
    }

    private async Task EndAsync(JsonElement answer, object body)
    {
        using var client = _host.With(answer.Text("accessToken"));
        await client.SendAsync(Logout, body, HttpStatusCode.NoContent);
    }

    private async Task LivesAsync(JsonElement answer)
    {
        using var client = _host.With(answer.Text("accessToken"));
        await client.ReadAsync("/api/v1/me");
    }

    private Task DeadAsync(JsonElement answer) => DeadAsync(answer.Text("accessToken"));

    private async Task DeadAsync(string token)
    {
        using var client = _host.With(token);
        using var response = await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
        await response.ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        response.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
    }

    /// <summary>A clock by which no time passes between two looks, so that nothing that is remembered grows old.</summary>
    private sealed class Remembering(TimeProvider of) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => of.GetUtcNow();

        public override long GetTimestamp() => 0;
    }
}
