using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Common.Http;

namespace Satcom.IntegrationTests.Identity;

public sealed class LoginTests(LoginTests.TalkativeHost talkative) : IClassFixture<LoginTests.TalkativeHost>
{
    private const string Login = "/api/v1/auth/login";

    private readonly SatcomHost _host = talkative.Host;

    [Fact]
    public async Task Login_WithTheRightPassword_GivesTokensAndThePerson()
    {
        foreach (var (email, tenant) in ((string, string?)[])[("employee@acme.test", null), (" EMPLOYEE@ACME.TEST ", null), ("employee@acme.test", "acme")])
        {
            using var client = _host.Anonymous();
            var answer = await client.SendAsync(Login, new { email, password = SatcomHost.DemoPassword, tenant, device = new { fingerprint = "f", name = "Eman's phone", platform = "ios" } });

            answer.Text("tokenType").ShouldBe("Bearer");
            answer.GetProperty("expiresIn").GetInt32().ShouldBe(600);
            answer.Text("refreshToken").ShouldNotBeNullOrEmpty();
            var user = answer.GetProperty("user");
            user.Text("email").ShouldBe("employee@acme.test");
            user.GetProperty("roles").EnumerateArray().Select(r => r.GetString()).ShouldBe(["employee"]);
            user.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()).ShouldBe(["attendance.punch", "attendance.read.own", "employees.read.own", "leaves.request", "presence.read.colleagues", "projects.read", "shifts.read", "timesheets.read.own", "timesheets.write"]);
            user.GetProperty("tenant").Text("slug").ShouldBe("acme");

            using var signedIn = _host.With(answer.Text("accessToken"));
            var me = await signedIn.ReadAsync("/api/v1/me");
            me.Id().ShouldBe(user.Id());
            me.GetProperty("employee").Text("timeZone").ShouldBe("Asia/Dubai");
        }
    }

    [Fact]
    public async Task L1_A22_Login_WhenAnythingIsWrong_AnswersTheSame()
    {
        await _host.ChangeAsync("acme", async db => (await FindAsync(db, "OMAR@ACME.TEST")).Deactivate());
        await _host.ChangeAsync("globex", db =>
        {
            db.Tenants.Single(t => t.Slug == "globex").Suspend(reason: null, DateTimeOffset.UnixEpoch);
            return Task.CompletedTask;
        });
        const string Failed = "SELECT count(*) FROM audit_entries e JOIN tenants t ON t.id = e.tenant_id WHERE e.action = 'auth.loginFailed' AND e.actor_id IS NULL";
        var before = await CountsAsync();
        object[] attempts =
        [
            new { email = "employee@acme.test", password = "Satcom!Demo2" },
            new { email = "nobody@acme.test", password = SatcomHost.DemoPassword },
            new { email = "employee@acme.test", password = SatcomHost.DemoPassword, tenant = "nowhere" },
            new { email = "employee@acme.test", password = SatcomHost.DemoPassword, tenant = "platform" },
            new { email = "employee@acme.test", password = SatcomHost.DemoPassword, tenant = "globex" },
            new { email = "omar@acme.test", password = SatcomHost.DemoPassword },
            new { email = "hr@globex.test", password = SatcomHost.DemoPassword },
            new { email = "hr@globex.test", password = "wrong" },
            new { email = "' OR 1=1 --", password = SatcomHost.DemoPassword },
        ];

        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attempt in attempts)
        {
            using var client = _host.Anonymous();
            client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
            using var response = await client.PostAsJsonAsync(Login, attempt);
            var problem = await response.ProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
            texts.Add(string.Join('|', problem.EnumerateObject().Where(p => p.Name is not "traceId").Select(p => $"{p.Name}={p.Value}")));
        }

        texts.ShouldHaveSingleItem();

        // Where no company is known the platform keeps it.
        (await CountsAsync()).ShouldBe((before.Failed + attempts.Length, before.OfThePlatform + 4, before.Sessions));
        await _host.ChangeAsync("acme", async db => (await FindAsync(db, "OMAR@ACME.TEST")).Reactivate());
        await _host.ChangeAsync("globex", db =>
        {
            db.Tenants.Single(t => t.Slug == "globex").Resume();
            return Task.CompletedTask;
        });

        async Task<(long Failed, long OfThePlatform, long Sessions)> CountsAsync() => (
            (long)(await _host.SqlAsync(Failed))!,
            (long)(await _host.SqlAsync($"{Failed} AND t.slug = 'platform'"))!,
            (long)(await _host.SqlAsync("SELECT count(*) FROM sessions"))!);
    }

    [Fact]
    public async Task Login_WhenHostOrHeaderNameTheCompany_LooksThereAlone()
    {
        using var client = _host.Anonymous();
        client.DefaultRequestHeaders.Add("X-Tenant", "globex");
        await client.PostProblemAsync(Login, Credentials("hr@acme.test"), HttpStatusCode.Unauthorized, "invalid_credentials");
        (await client.SendAsync(Login, Credentials("hr@globex.test"))).GetProperty("user").GetProperty("tenant").Text("slug").ShouldBe("globex");

        using var byHost = _host.Anonymous();
        byHost.DefaultRequestHeaders.Host = "acme.satcom.test";
        await byHost.SendAsync(Login, Credentials("hr@acme.test"));
        byHost.DefaultRequestHeaders.Add("X-Tenant", "globex");
        await byHost.PostProblemAsync(Login, Credentials("hr@acme.test"), HttpStatusCode.Forbidden, "tenant_mismatch");

        using var unknown = _host.Anonymous();
        unknown.DefaultRequestHeaders.Add("X-Tenant", "nowhere");
        await unknown.PostProblemAsync(Login, Credentials("hr@acme.test"), HttpStatusCode.Unauthorized, "invalid_credentials");
        await unknown.PostProblemAsync(Login, Credentials("platform@satcom.test"), HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Theory]
    [InlineData("""{"email":"","password":"x"}""", 0, "email", "required")]
    [InlineData("""{"email":"a@b","password":""}""", 0, "password", "required")]
    [InlineData("""{"email":"a@b","password":"x","tenant":"@"}""", 41, "tenant", "too_long")]
    [InlineData("""{"email":"a@b","password":"@"}""", 129, "password", "too_long")]
    [InlineData("""{"email":"a@b","password":"x","device":{"name":"@"}}""", 121, "device.name", "too_long")]
    [InlineData("""{"email":"a@b","password":"x","device":{"platform":"@"}}""", 41, "device.platform", "too_long")]
    [InlineData("""{"email":"a@b","password":"x","device":{"fingerprint":"@"}}""", 201, "device.fingerprint", "too_long")]
    public async Task Login_WithABrokenField_NamesIt(string template, int length, string field, string code)
    {
        var body = length == 0 ? template : template.Replace(":\"@\"", $":\"{new string('x', length)}\"", StringComparison.Ordinal);
        using var client = _host.Anonymous();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(Login, UriKind.Relative), content);

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        problem.GetProperty("errors").GetProperty(field)[0].Text("code").ShouldBe(code);
    }

    [Fact]
    public async Task O56_Secrets_OfASession_AreNeitherInTheAuditNorInLogsNorInTheOutbox()
    {
        using var capture = new LogCapture();
        _host.Services.GetRequiredService<ILoggerFactory>().AddProvider(capture);
        var first = await _host.LoginAsync("employee@acme.test");
        using var client = _host.Anonymous();
        await client.PostProblemAsync(Login, new { email = "employee@acme.test", password = "Wrong!Secret9" }, HttpStatusCode.Unauthorized, "invalid_credentials");
        var second = await client.SendAsync("/api/v1/auth/refresh", new { refreshToken = first.Text("refreshToken") });
        using var signedIn = _host.With(second.Text("accessToken"));
        await signedIn.SendAsync("/api/v1/attendance/check-in", new { workMode = "office" }, HttpStatusCode.Created);
        await signedIn.SendAsync("/api/v1/auth/logout", new { refreshToken = second.Text("refreshToken") }, HttpStatusCode.NoContent);
        await client.PostProblemAsync("/api/v1/auth/refresh", new { refreshToken = second.Text("refreshToken") }, HttpStatusCode.Unauthorized, "refresh_invalid");

        var hash = (string)(await _host.SqlAsync("SELECT password_hash FROM users WHERE email = 'employee@acme.test'"))!;
        string[] secrets = [SatcomHost.DemoPassword, "Wrong!Secret9", hash, .. Tokens(first), .. Tokens(second)];
        var audit = (string)(await _host.SqlAsync("SELECT string_agg(a::text, ' ') FROM audit_entries a"))!;
        var outbox = await _host.SqlAsync("SELECT string_agg(m::text, ' ') FROM outbox_messages m") as string ?? string.Empty;
        var idempotency = await _host.SqlAsync("SELECT string_agg(r::text, ' ') FROM idempotency_records r") as string ?? string.Empty;
        var logs = string.Join('\n', capture.Lines.Select(l => $"{l.Category} {l.Text} {l.Exception} {string.Join(' ', l.Scope.Values)}"));

        audit.ShouldContain("auth.login");
        logs.ShouldContain("POST api/v1/auth/refresh 401");
        foreach (var secret in secrets)
        {
            foreach (var text in (string[])[audit, outbox, idempotency, logs])
            {
                text.Contains(secret, StringComparison.Ordinal).ShouldBeFalse("A secret was written down.");
            }
        }
    }

    private static object Credentials(string email) => new { email, password = SatcomHost.DemoPassword };

    private static string[] Tokens(JsonElement answer) => [answer.Text("accessToken"), answer.Text("accessToken").Split('.')[2], answer.Text("refreshToken")];

    private static async Task<Domain.Identity.User> FindAsync(Application.Common.ISatcomDb db, string normalizedEmail) =>
        await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(db.Users, u => u.NormalizedEmail == normalizedEmail);

    /// <summary>The service with every line of its log.</summary>
    public sealed class TalkativeHost : IAsyncLifetime
    {
        public SatcomHost Host { get; } = new();

        public ValueTask InitializeAsync()
        {
            Host.Settings["Logging:LogLevel:Default"] = "Trace";
            return Host.InitializeAsync();
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
