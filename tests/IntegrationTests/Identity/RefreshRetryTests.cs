using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity;

/// <summary>L18, O39–O41: answers get lost, tabs refresh at once, and copies are found all the same.</summary>
public sealed class RefreshRetryTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Refresh = "/api/v1/auth/refresh";

    [Fact]
    public async Task L18_Refresh_ShownOnceMoreWithinTheWindow_GivesTheSameSuccessor()
    {
        var first = await host.LoginAsync("employee@acme.test");
        var second = await RefreshAsync(first.Text("refreshToken"));

        var again = await RefreshAsync(first.Text("refreshToken"));

        again.Text("refreshToken").ShouldBe(second.Text("refreshToken"));
        await WorksAsync(again);
        var third = await RefreshAsync(again.Text("refreshToken"));
        await WorksAsync(third);
        (await host.SqlAsync("SELECT count(*) FROM refresh_tokens t WHERE spent_at IS NULL AND session_id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1)", Hash(third.Text("refreshToken")))).ShouldBe(1L);

        // The successor has gone on, so nobody's answer was lost: this is a copy.
        await RefusedAsync(first.Text("refreshToken"), "refresh_reused");
        await DeadAsync(third);
        (await host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'auth.refreshAlert' AND reason = 'token_reused' AND remote_address IS NOT NULL AND actor_id = $1", first.GetProperty("user").Id())).ShouldBe(1L);
    }

    [Fact]
    public async Task L18_Refresh_ShownTwiceMore_EndsTheFamily()
    {
        var first = await host.LoginAsync("lead@acme.test");
        var second = await RefreshAsync(first.Text("refreshToken"));
        await RefreshAsync(first.Text("refreshToken"));

        await RefusedAsync(first.Text("refreshToken"), "refresh_reused");

        await DeadAsync(second);
        await RefusedAsync(second.Text("refreshToken"), "refresh_invalid");
    }

    [Fact]
    public async Task L18_Refresh_ShownAgainByAnotherDevice_EndsTheFamily()
    {
        var first = await host.LoginAsync("staff@acme.test");
        using var client = host.Anonymous();
        var device = new { fingerprint = "test", name = "Test", platform = "test" };
        var second = await client.SendAsync(Refresh, new { refreshToken = first.Text("refreshToken"), device });
        await client.PostProblemAsync(Refresh, new { refreshToken = second.Text("refreshToken"), device = device with { fingerprint = "other" } }, HttpStatusCode.Unauthorized, "refresh_invalid");
        await WorksAsync(second);

        await client.PostProblemAsync(Refresh, new { refreshToken = first.Text("refreshToken"), device = device with { fingerprint = "other" } }, HttpStatusCode.Unauthorized, "refresh_reused");

        await DeadAsync(second);
    }

    [Fact]
    public async Task O40_Refresh_FromTwoTabsAtOnce_GivesBothTheSameSuccessor()
    {
        await using var second = new SatcomHost(host.Database);
        await second.StartAsync();
        using HttpClient here = host.Anonymous(), there = second.Anonymous();
        for (var round = 0; round < 25; round++)
        {
            var token = (await host.LoginAsync("omar@acme.test")).Text("refreshToken");
            var answers = await Task.WhenAll(here.SendAsync(Refresh, new { refreshToken = token }), there.SendAsync(Refresh, new { refreshToken = token }));

            answers[0].Text("refreshToken").ShouldBe(answers[1].Text("refreshToken"));
            await WorksAsync(await RefreshAsync(answers[0].Text("refreshToken")));
        }
    }

    [Fact]
    public async Task O40_Refresh_WhenTwentyComeAtOnce_GivesAllTheSameSuccessor()
    {
        using var client = host.Anonymous();
        await WarmAsync(client);
        for (var round = 0; round < 20; round++)
        {
            var token = (await host.LoginAsync("nadia@acme.test")).Text("refreshToken");
            var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.PostAsJsonAsync(Refresh, new { refreshToken = token })));

            var answers = await Task.WhenAll(responses.Select(r => r.ReadAsync()));
            answers.Select(a => a.Text("refreshToken")).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
            (await host.SqlAsync("SELECT count(*) FROM refresh_tokens WHERE session_id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1)", Hash(token))).ShouldBe(2L);
            await WorksAsync(await RefreshAsync(answers[0].Text("refreshToken")));
        }
    }

    [Fact]
    public async Task L18_Refresh_WhenTheAnswerDiesOnTheWireAThousandTimes_SignsNobodyOutAndForksNoFamily()
    {
        const int Phones = 20;
        const int Cuts = 50;
        await Task.WhenAll(Enumerable.Range(0, Phones).Select(async _ =>
        {
            var token = (await host.LoginAsync("technician@acme.test")).Text("refreshToken");
            var answerTakes = TimeSpan.FromMilliseconds(10);
            for (var cut = 0; cut < Cuts; cut++)
            {
                await CutAsync(token, answerTakes);
                var watch = Stopwatch.StartNew();
                token = (await RefreshAsync(token)).Text("refreshToken");
                answerTakes = watch.Elapsed;
            }

            (await host.SqlAsync("SELECT count(*) FROM refresh_tokens WHERE spent_at IS NULL AND session_id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1)", Hash(token))).ShouldBe(1L);
        }));

        // The positive control: of the answers that were cut off, many had been given.
        (await host.SqlAsync("SELECT count(*) FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id WHERE u.email = 'technician@acme.test' AND t.is_repeated")).ShouldBeOfType<long>().ShouldBeGreaterThan(Phones);
    }

    [Fact]
    public async Task O57_Successor_InTheDatabase_IsSealed()
    {
        var first = await host.LoginAsync("manager@acme.test");
        var second = await RefreshAsync(first.Text("refreshToken"));
        var row = (byte[])(await host.SqlAsync("SELECT sealed_successor FROM refresh_tokens WHERE token_hash = $1", Hash(first.Text("refreshToken"))))!;

        row.AsSpan().IndexOf(Encoding.ASCII.GetBytes(second.Text("refreshToken").Substring(4, 16))).ShouldBe(-1);
        row.Length.ShouldBeGreaterThan(second.Text("refreshToken").Length);
    }

    /// <summary>Sends the request and hangs up before the answer is read: at once, while it is worked on, or when it has just come.</summary>
    /// <param name="answerTakes">How long the last answer took, on a machine that may be busy.</param>
    private async Task CutAsync(string token, TimeSpan answerTakes)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(host.BaseAddress.Host, host.BaseAddress.Port);
        var body = JsonSerializer.Serialize(new { refreshToken = token });
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST {Refresh} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        await Task.Delay(answerTakes * (RandomNumberGenerator.GetInt32(130) / 100.0));
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    private static async Task WarmAsync(HttpClient client) =>
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetAsync(new Uri("/health/live", UriKind.Relative))));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));

    private async Task<JsonElement> RefreshAsync(string token)
    {
        using var client = host.Anonymous();
        return await client.SendAsync(Refresh, new { refreshToken = token });
    }

    private async Task RefusedAsync(string token, string code)
    {
        using var client = host.Anonymous();
        await client.PostProblemAsync(Refresh, new { refreshToken = token }, HttpStatusCode.Unauthorized, code);
    }

    private async Task WorksAsync(JsonElement answer)
    {
        using var client = host.With(answer.Text("accessToken"));
        await client.ReadAsync("/api/v1/me");
    }

    private async Task DeadAsync(JsonElement answer)
    {
        using var client = host.With(answer.Text("accessToken"));
        await client.ReadAsync("/api/v1/me", HttpStatusCode.Unauthorized);
    }
}
