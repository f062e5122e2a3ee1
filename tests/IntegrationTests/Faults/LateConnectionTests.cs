using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Faults;

/// <summary>A server that is there, but late with a new connection, as on a busy machine.</summary>
public sealed class LateConnectionTests : IAsyncLifetime
{
    private readonly SatcomHost _host = new();
    private string _database = string.Empty;
    private SilentGate _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestPostgres.CreateDatabaseAsync();
        var direct = new NpgsqlConnectionStringBuilder(await TestPostgres.AsRoleAsync("satcom_app", _database));
        _gate = new SilentGate(direct.Host!, direct.Port);
        direct.Host = "127.0.0.1";
        direct.Port = _gate.Port;
        _host.Settings["Satcom:Database:ConnectionString"] = direct.ConnectionString;
        await _host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _gate.DisposeAsync();
        await TestPostgres.DropAsync(_database);
    }

    [Fact]
    public async Task Request_WhenTheServerIsLateWithANewConnection_IsAnsweredOverTheNextOne()
    {
        using var client = await _host.AsAsync("hr@acme.test");
        for (var round = 0; round < 3; round++)
        {
            _host.Services.GetRequiredService<NpgsqlDataSource>().Clear();
            _gate.HoldNext();
            using var response = await client.GetAsync(new Uri("/api/v1/attendance/days", UriKind.Relative));
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        _gate.Held.ShouldBeGreaterThan(0);
    }

    /// <summary>Passes connections on, but for those it was told to take and never answer.</summary>
    private sealed class SilentGate : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly string _host;
        private readonly int _port;
        private readonly Task _accepting;
        private int _toHold;
        private int _held;

        public SilentGate(string host, int port)
        {
            (_host, _port) = (host, port);
            _listener.Start();
            _accepting = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public int Held => Volatile.Read(ref _held);

        public void HoldNext() => Volatile.Write(ref _toHold, 1);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            _listener.Stop();
            await _accepting;
            _stop.Dispose();
        }

        private async Task AcceptAsync()
        {
            var open = new List<Task>();
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
                }
                catch (OperationCanceledException)
                {
                    break;
                }
            }

            await Task.WhenAll(open);
        }

        private async Task ServeAsync(TcpClient near)
        {
            using (near)
            using (var far = new TcpClient())
            {
                try
                {
                    if (Interlocked.Exchange(ref _toHold, 0) == 1)
                    {
                        Interlocked.Increment(ref _held);
                        await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);
                    }

                    await far.ConnectAsync(_host, _port, _stop.Token);
                    await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), _stop.Token), far.GetStream().CopyToAsync(near.GetStream(), _stop.Token));
                }
                catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
                {
                    // One of the two ends has gone, and so does the other.
                }
            }
        }
    }
}
