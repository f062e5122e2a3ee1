using System.Net;
using System.Net.WebSockets;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Realtime;

/// <summary>The hub of the real service with real tokens, on two nodes over one database.</summary>
public sealed class HubTests(TwoNodes nodes) : IClassFixture<TwoNodes>, IAsyncLifetime
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan Soon = Waiting.Patience;

    private readonly SkewedTime _clock = nodes.Clock;
    private readonly SatcomHost _first = nodes.First;
    private readonly SatcomHost _second = nodes.Second;
    private readonly List<HubClient> _clients = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task Connect_WithoutAGoodToken_Is401(string? token)
    {
        (await RefusalAsync(socket => { }, token)).ShouldBe(HttpStatusCode.Unauthorized);
        (await RefusalAsync(socket => socket.Options.SetRequestHeader("Authorization", $"Bearer {token}"), token: null)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Connect_WithTheTokenInTheHeader_Works()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {await TokenAsync("employee@acme.test")}");
        await socket.ConnectAsync(Address(null), CancellationToken.None);
        socket.State.ShouldBe(WebSocketState.Open);
        await using var query = await ConnectAsync(_first, "employee@acme.test");
        (await query.InvokeAsync("Heartbeat", "online")).ShouldBeNull();
    }

    [Fact]
    public async Task A27_Connect_WithATokenOfAnEndedSession_Is401()
    {
        var token = await TokenAsync("staff@acme.test");
        (await RefusalAsync(_ => { }, token)).ShouldBeNull();
        using var client = _first.With(token);
        await client.SendAsync("/api/v1/auth/logout", new { }, HttpStatusCode.NoContent);
        (await RefusalAsync(_ => { }, token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task AttendanceChanged_WhenSomebodyChecksIn_ReachesHrAndTheirManagersAndThemselvesAndNobodyElse()
    {
        var seeing = await ConnectAllAsync("hr@acme.test", "superadmin@acme.test", "lead@acme.test", "manager@acme.test", "nadia@acme.test");
        var blind = await ConnectAllAsync("staff@acme.test", "technician@acme.test", "omar@acme.test", "hr@globex.test", "manager@globex.test", "nadia@globex.test", "superadmin@globex.test", "platform@satcom.test");
        using var nadia = await _first.AsAsync("nadia@acme.test");
        var day = await nadia.SendAsync("/api/v1/attendance/check-in", new { workMode = "remote" }, HttpStatusCode.Created);

        foreach (var client in seeing)
        {
            var message = await client.WaitForAsync("attendanceChanged");
            message.Id("dayId").ShouldBe(day.Id());
            message.Id("userId").ShouldBe(day.Id("userId"));
            message.EnumerateObject().Count().ShouldBe(2);
        }

        var heard = await Task.WhenAll(blind.Select(c => c.DrainAsync("attendanceChanged", Moment)));
        heard.ShouldAllBe(calls => calls.Count == 0);
        (await Task.WhenAll(seeing.Select(c => c.DrainAsync("attendanceChanged", TimeSpan.FromMilliseconds(1))))).ShouldAllBe(calls => calls.Count == 0);
    }

    [Fact]
    public async Task T13_PresenceChanged_WhenSomebodyComes_ReachesTeamManagersAndHrOnBothNodesAndNoOtherTenant()
    {
        // Technician and employee are of one team; staff see everybody.
        var seeing = await ConnectAllAsync("hr@acme.test", "manager@acme.test", "employee@acme.test", "lead@acme.test", "staff@acme.test");
        var blind = await ConnectAllAsync("hr@globex.test", "manager@globex.test", "employee@globex.test", "superadmin@globex.test", "platform@satcom.test");
        var login = await _first.LoginAsync("technician@acme.test");
        var technician = login.GetProperty("user").Id();
        await using var client = await HubClient.ConnectAsync(_second.BaseAddress, login.Text("accessToken"));

        (await client.InvokeAsync("Heartbeat", "online")).ShouldBeNull();

        foreach (var watcher in seeing)
        {
            (await watcher.WaitForAsync("presenceChanged", m => m.Id("userId") == technician)).Text("status").ShouldBe("online");
        }

        var heard = await Task.WhenAll(blind.Select(c => c.DrainAsync("presenceChanged", Moment)));
        heard.SelectMany(calls => calls).ShouldAllBe(call => call.Id("userId") != technician);
        using var manager = await _first.AsAsync("manager@acme.test");
        await Waiting.UntilAsync(
            async () => (await manager.ReadAsync($"/api/v1/presence?userIds={technician}")).GetProperty("items")[0].Text("status").Is("online"), "the other node does not know");
    }

    [Fact]
    public async Task A27_Connection_WhenItsSessionEndsOnAnotherNode_IsClosedForGood()
    {
        var login = await _first.LoginAsync("omar@acme.test");
        await using var hub = await HubClient.ConnectAsync(_second.BaseAddress, login.Text("accessToken"));
        await using var own = await ConnectAsync(_second, "omar@acme.test");
        using var client = _first.With(login.Text("accessToken"));
        await client.SendAsync("/api/v1/auth/logout", new { }, HttpStatusCode.NoContent);

        var close = await hub.WaitForCloseAsync().WaitAsync(Soon);
        close.Text("error").ShouldBe("session_ended");
        (close.TryGetProperty("allowReconnect", out var mayReturn) && mayReturn.GetBoolean()).ShouldBeFalse();
        await hub.Closed.WaitAsync(Soon);

        // The person's other session lives on.
        (await own.InvokeAsync("Heartbeat", "online")).ShouldBeNull();
    }

    [Fact]
    public async Task T13_Connection_WhenItsTokenExpires_IsClosed()
    {
        // A token that was made nearly its whole life ago, with time enough to connect.
        _clock.Off = TimeSpan.FromSeconds(-590);
        var login = await _first.LoginAsync("lead@globex.test");
        _clock.Off = TimeSpan.Zero;
        await using var hub = await HubClient.ConnectAsync(_first.BaseAddress, login.Text("accessToken"));
        await using var fresh = await ConnectAsync(_first, "staff@globex.test");
        (await hub.InvokeAsync("Heartbeat", "online")).ShouldBeNull();

        await hub.Closed.WaitAsync(Soon);
        (await fresh.InvokeAsync("Heartbeat", "online")).ShouldBeNull();
        (await RefusalAsync(_ => { }, login.Text("accessToken"))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static Uri AddressOf(SatcomHost host, string? token) =>
        new UriBuilder(new Uri(host.BaseAddress, "/hubs/satcom")) { Scheme = "ws", Query = token is null ? string.Empty : $"access_token={Uri.EscapeDataString(token)}" }.Uri;

    private Uri Address(string? token) => AddressOf(_first, token);

    private async Task<string> TokenAsync(string email) => (await _first.LoginAsync(email)).Text("accessToken");

    private async Task<HubClient> ConnectAsync(SatcomHost node, string email)
    {
        var client = await HubClient.ConnectAsync(node.BaseAddress, await TokenAsync(email));
        _clients.Add(client);
        return client;
    }

    /// <summary>Connects people to the two nodes in turn.</summary>
    private async Task<HubClient[]> ConnectAllAsync(params string[] people)
    {
        var clients = new List<HubClient>();
        foreach (var (index, email) in people.Index())
        {
            clients.Add(await ConnectAsync(index % 2 == 0 ? _first : _second, email));
        }

        return [.. clients];
    }

    /// <summary>The status with which a handshake is refused; null when it is not.</summary>
    private async Task<HttpStatusCode?> RefusalAsync(Action<ClientWebSocket> prepare, string? token)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        prepare(socket);
        try
        {
            await socket.ConnectAsync(Address(token), CancellationToken.None);
            return null;
        }
        catch (WebSocketException)
        {
            return socket.HttpStatusCode;
        }
    }
}
