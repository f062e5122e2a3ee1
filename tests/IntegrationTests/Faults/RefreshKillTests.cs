using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Identity.Provider;

namespace Satcom.IntegrationTests.Faults;

/// <summary>O40, L18: a node dies once it has rotated refresh tokens, and nobody has heard of the successors.</summary>
public sealed class RefreshKillTests(SatcomHost survivor) : IClassFixture<SatcomHost>
{
    private const int Families = 12;

    [Fact]
    public async Task O40_Refresh_WhenTheNodeIsKilledBetweenRotationAndAnswer_GoesOnElsewhere()
    {
        await using var victim = await ServiceProcess.StartAsync(await ServiceProcess.SettingsForAsync(survivor.Database));
        var app = await Integrator.WebAppAsync(survivor);
        using var browser = new WebBrowser(survivor);
        var tokens = new List<(string Token, bool IsClients)>();
        for (var i = 0; i < Families; i++)
        {
            tokens.Add(i % 2 == 0
                ? ((await survivor.LoginAsync("omar@acme.test")).Text("refreshToken"), false)
                : ((await app.TokensAsync(survivor, (await browser.GrantAsync(app, scope: "openid offline_access"))["code"])).Text("refresh_token"), true));
        }

        // Sent, and never read: each answer that the node still gets out is lost on the way.
        var sockets = await Task.WhenAll(tokens.Select(t => SendAsync(victim.BaseAddress, app, t.Token, t.IsClients)));
        await Waiting.UntilAsync(async () => await SpentAsync(tokens) >= Families / 2, "nothing is rotated");
        await victim.KillAsync();
        Array.ForEach(sockets, s => s.Dispose());

        (await SpentAsync(tokens)).ShouldBeGreaterThanOrEqualTo(Families / 2);
        foreach (var (token, isClients) in tokens)
        {
            var successor = await RefreshAsync(app, token, isClients);
            (await LiveAsync(successor)).ShouldBe(1L);
            (await LiveAsync(await RefreshAsync(app, successor, isClients))).ShouldBe(1L);
        }

        (await survivor.SqlAsync("SELECT count(*) FROM sessions WHERE end_reason IS NOT NULL AND end_reason <> 'logout'")).ShouldBe(0L);
    }

    private async Task<long> SpentAsync(List<(string Token, bool IsClients)> tokens) =>
        (long)(await survivor.SqlAsync("SELECT count(*) FROM refresh_tokens WHERE spent_at IS NOT NULL AND encode(token_hash, 'hex') = ANY (string_to_array($1, ','))", string.Join(',', tokens.Select(t => Convert.ToHexStringLower(Hash(t.Token))))))!;

    private async Task<object?> LiveAsync(string token) =>
        await survivor.SqlAsync("SELECT count(*) FROM refresh_tokens WHERE spent_at IS NULL AND session_id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1)", Hash(token));

    private async Task<string> RefreshAsync(Integrator app, string token, bool isClients)
    {
        if (isClients)
        {
            using var answer = await app.RefreshAsync(survivor, token);
            return (await answer.ReadAsync()).Text("refresh_token");
        }

        using var client = survivor.Anonymous();
        return (await client.SendAsync("/api/v1/auth/refresh", new { refreshToken = token })).Text("refreshToken");
    }

    private static async Task<Socket> SendAsync(Uri node, Integrator app, string token, bool isClients)
    {
        var (path, type, body) = isClients
            ? ("/t/acme/connect/token", "application/x-www-form-urlencoded", $"grant_type=refresh_token&refresh_token={token}&client_id={app.ClientId}&client_secret={app.Secret}")
            : ("/api/v1/auth/refresh", "application/json", JsonSerializer.Serialize(new { refreshToken = token }));
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, node.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        return socket;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));
}
