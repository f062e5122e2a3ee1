using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.Identity.Provider;

namespace Satcom.IntegrationTests.Identity.Limits;

/// <summary>What strangers, and people who are refused, can do again and again. The test's proxy names their address. Each test begins with nothing counted.</summary>
public sealed class StrangerTests(AttemptLimitTests.Nodes nodes) : IClassFixture<AttemptLimitTests.Nodes>, IAsyncLifetime
{
    private readonly CountingPasswords _passwords = nodes.Passwords;
    private readonly SatcomHost _host = nodes.Host;

    public async ValueTask InitializeAsync() => await _host.SqlAsync("DELETE FROM attempt_counters");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task L2_Login_ThatHangsUp_CountsAsAFailure()
    {
        const string Address = "192.0.2.90";
        var (held, judge) = (_passwords.Held, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _passwords.Until = judge.Task;
        var sockets = new List<TcpClient>();
        try
        {
            // More than the limit: accounts that share a turnstile wait for each other, and those claim nothing yet.
            for (var i = 0; i < 45; i++)
            {
                var socket = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) };
                sockets.Add(socket);
                await socket.ConnectAsync(_host.BaseAddress.Host, _host.BaseAddress.Port, TestContext.Current.CancellationToken);
                var body = $$"""{"email":"hung{{i}}@acme.test","password":"wrong","tenant":"acme"}""";
                await socket.GetStream().WriteAsync(
                    Encoding.ASCII.GetBytes($"POST /api/v1/auth/login HTTP/1.1\r\nHost: {_host.BaseAddress.Authority}\r\nContent-Type: application/json\r\nX-Forwarded-For: {Address}\r\nContent-Length: {body.Length}\r\n\r\n{body}"),
                    TestContext.Current.CancellationToken);
            }

            await Waiting.UntilAsync(() => Task.FromResult(_passwords.Held - held >= 30), "fewer than thirty sign-ins are being judged");
            sockets.ForEach(socket => socket.Dispose());

            // Nothing says from outside that the service has noticed; if it has not, the test shows less, and fails no more.
            await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
        }
        finally
        {
            _passwords.Until = Task.CompletedTask;
            judge.SetResult();
        }

        await Waiting.UntilAsync(
            async () => (long)(await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'auth.loginFailed' AND remote_address = $1", Address))! >= 30, "whoever hung up has left no line");
        (await AttemptLimitTests.LoginAsync(_host, "employee@acme.test", SatcomHost.DemoPassword, Address)).ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task L3_LeaveFeed_WrongLinksFromAnAddress_HoldNobodyUpAtSignIn()
    {
        const string Address = "192.0.2.60";
        using var person = _host.With((await _host.LoginAsync("omar@acme.test")).Text("accessToken"));
        var link = new Uri((await person.SendAsync("/api/v1/leaves/feed", new { scope = "own" }, HttpStatusCode.Created)).Text("url")).PathAndQuery;
        using var anybody = _host.Anonymous();
        anybody.DefaultRequestHeaders.Add("X-Forwarded-For", Address);
        for (var i = 0; i <= 60; i++)
        {
            using var missed = await anybody.GetAsync(new Uri($"/calendars/leave/{i}.ics", UriKind.Relative));
            missed.StatusCode.ShouldBe(i < 60 ? HttpStatusCode.NotFound : HttpStatusCode.TooManyRequests, $"{i}");
        }

        using var feed = await anybody.GetAsync(new Uri(link, UriKind.Relative));
        feed.StatusCode.ShouldBe(HttpStatusCode.OK, "wrong links hold no right one up");
        (await AttemptLimitTests.LoginAsync(_host, "employee@acme.test", SatcomHost.DemoPassword, Address)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("oauth.clientRefused", 20, "192.0.2.100")]
    [InlineData("oauth.foreignCode", 20, "192.0.2.101")]
    [InlineData("oauth.foreignRevocation", 20, "192.0.2.102")]
    [InlineData("auth.passwordForgot", 30, "192.0.2.103")]
    public async Task A39_Strangers_AreWrittenDownSoOftenAndNoMore(string action, int lines, string address)
    {
        using var client = new HttpClient { BaseAddress = _host.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);

        // The console is everybody's public client; its first request makes it.
        (await client.GetAsync(new Uri("/t/acme/connect/authorize?client_id=satcom-console", UriKind.Relative))).Dispose();
        var random = new string('B', 64);
        for (var i = 0; i < lines + 5; i++)
        {
            using var response = action switch
            {
                "oauth.clientRefused" => await PostAsync("/t/acme/connect/token", new("grant_type", "client_credentials"), new("client_id", $"made-up-{i}"), new("client_secret", "x")),
                "oauth.foreignCode" => await PostAsync("/t/acme/connect/token", new("grant_type", "authorization_code"), new("client_id", "satcom-console"), new("code", $"sac_{random}")),
                "oauth.foreignRevocation" => await PostAsync("/t/acme/connect/revoke", new("client_id", "satcom-console"), new("token", $"sor_{random}")),
                _ => await client.PostAsJsonAsync("/api/v1/auth/password/forgot", new { email = $"nobody{i}@acme.test", tenant = "acme" }),
            };
            if (action.StartsWith("auth.", StringComparison.Ordinal))
            {
                response.StatusCode.ShouldBe(HttpStatusCode.Accepted, "nobody learns of the limit");
            }
            else
            {
                (response.StatusCode == HttpStatusCode.TooManyRequests).ShouldBe(i >= lines, $"{i}");
            }
        }

        (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = $1 AND remote_address = $2", action, address)).ShouldBe((long)lines);

        // Programs that prove themselves go on from the same place, and strangers elsewhere are written down.
        var machine = await Integrator.MachineAsync(_host);
        using var proved = await PostAsync("/t/acme/connect/token", new("grant_type", "client_credentials"), new("client_id", machine.ClientId), new("client_secret", machine.Secret!));
        proved.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AttemptLimitTests.ProveClientAsync(_host, "192.0.2.99")).ShouldBe(HttpStatusCode.Unauthorized);

        async Task<HttpResponseMessage> PostAsync(string path, params KeyValuePair<string, string>[] form)
        {
            using var content = new FormUrlEncodedContent(form);
            return await client.PostAsync(new Uri(path, UriKind.Relative), content);
        }
    }

    [Fact]
    public async Task A39_Refusals_OfOnePerson_AreWrittenDownThirtyTimesAndAllRefused()
    {
        var id = await _host.UserIdAsync("nadia@acme.test");
        using var person = _host.With((await _host.LoginAsync("nadia@acme.test")).Text("accessToken"));
        using var elsewhere = _host.With((await _host.LoginAsync("nadia@acme.test")).Text("accessToken"));
        elsewhere.DefaultRequestHeaders.Add("X-Tenant", "globex");
        for (var i = 0; i < 35; i++)
        {
            using var refused = await person.GetAsync(new Uri("/api/v1/tenant", UriKind.Relative));
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            using var mismatch = await elsewhere.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
            mismatch.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        foreach (var action in (string[])["access.refused", "tenancy.mismatch"])
        {
            (await _host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = $1 AND actor_id = $2", action, id)).ShouldBe(30L, action);
        }
    }
}
