using System.Net;
using System.Net.WebSockets;
using System.Text;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity;

public sealed class LateProofTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Fact]
    public async Task A27_Hub_WhenTheSessionEndsBeforeTheHandshake_ClosesTheConnection()
    {
        var token = (await host.LoginAsync("staff@acme.test")).Text("accessToken");
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{host.BaseAddress.Authority}/hubs/satcom?access_token={token}"), CancellationToken.None);
        using var client = host.With(token);
        await client.SendAsync("/api/v1/auth/logout", new { everywhere = true }, HttpStatusCode.NoContent);

        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var buffer = new byte[4096];
        WebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer, patience.Token);
        }
        while (received.MessageType != WebSocketMessageType.Close);
        received.MessageType.ShouldBe(WebSocketMessageType.Close);
    }

    [Theory]
    [InlineData("""{"email":"employee@globex.test","password":"wrong password"}""")]
    [InlineData("""{"email":"nobody@globex.test","password":"wrong password"}""")]
    [InlineData("""{"tenant":"globex","email":"employee@globex.test","password":"wrong password"}""")]
    [InlineData("""{"tenant":"nowhere","email":"employee@globex.test","password":"wrong password"}""")]
    public async Task L1_Login_WhenItFails_ItsLanguageTellsNothing(string body)
    {
        using var client = host.Anonymous();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/api/v1/auth/login", UriKind.Relative), content);

        await response.ProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        response.Content.Headers.ContentLanguage.ShouldBe(["en"]);
    }

    [Fact]
    public async Task Logout_WithTheTokenOfAPlatformScope_IsRefused()
    {
        using var platform = await host.AsAsync("platform@satcom.test");
        var scope = await platform.SendAsync("/api/v1/platform/scope", new { tenant = "acme", reason = "Looking" });
        using var client = host.With(scope.Text("accessToken"));

        await client.PostProblemAsync("/api/v1/auth/logout", new { everywhere = true }, HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task L11_Change_WithTheTokenOfAPlatformScope_IsRefused()
    {
        using var platform = await host.AsAsync("platform@satcom.test");
        var scope = await platform.SendAsync("/api/v1/platform/scope", new { tenant = "acme", reason = "Looking" });
        using var client = host.With(scope.Text("accessToken"));

        await client.PostProblemAsync(
            "/api/v1/auth/password/change", new { currentPassword = SatcomHost.DemoPassword, newPassword = "correct horse battery" }, HttpStatusCode.Forbidden, "forbidden");
    }
}
