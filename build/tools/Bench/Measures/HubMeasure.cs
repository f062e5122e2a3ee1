using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>
/// Heartbeats on many sockets at an equal steady pace, below what the service throttles a connection at. At the end each
/// connection makes one call that is answered, so every heartbeat before it has been handled.
/// </summary>
internal sealed class HubMeasure(Stage stage) : Measure(stage)
{
    private const int PerConnectionPerSecond = 8;
    private static readonly byte[] Handshake = Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e");
    private static readonly byte[] Heartbeat = Encoding.UTF8.GetBytes("{\"type\":1,\"target\":\"Heartbeat\",\"arguments\":[\"online\"]}\u001e");
    private static readonly byte[] Last = Encoding.UTF8.GetBytes("{\"type\":1,\"invocationId\":\"last\",\"target\":\"Heartbeat\",\"arguments\":[\"online\"]}\u001e");

    public override string Title => "hub heartbeats";

    public override async Task<Sample> RunAsync(Peer peer, TimeSpan duration, CancellationToken cancellationToken)
    {
        var sockets = new List<ClientWebSocket>();
        try
        {
            foreach (var token in peer.Tokens.Take(Stage.Options.HubConnections))
            {
                sockets.Add(await ConnectAsync(peer.Server.Port, token, cancellationToken));
            }

            await Task.Delay(TimeSpan.FromSeconds(1), Stage.Time, cancellationToken);
            var cpu = Stage.Meter(peer);
            var started = Stopwatch.GetTimestamp();
            cpu.Start();
            var latencies = await Task.WhenAll(sockets.Select((socket, i) => Task.Run(() => BeatAsync(socket, i / (double)sockets.Count, duration, cancellationToken), cancellationToken)));
            cpu.Stop();
            var load = new LoadResult();
            var beats = ((int)(duration.TotalSeconds * PerConnectionPerSecond) + 1) * sockets.Count;
            load.Add(latencies, failures: 0, failure: null, Stopwatch.GetElapsedTime(started));
            return new Sample(
                beats / load.Elapsed.TotalSeconds, load.Percentile(0.5), load.Percentile(0.99), cpu.Server / beats, cpu.Postgres / beats, CpuTime.ResidentMiB(peer.Server.Pid), cpu.Others);
        }
        finally
        {
            foreach (var socket in sockets)
            {
                socket.Abort();
                socket.Dispose();
            }

            // The next round starts when the server has seen everybody go.
            await Task.Delay(TimeSpan.FromSeconds(1), Stage.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<ClientWebSocket> ConnectAsync(int port, string token, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await socket.ConnectAsync(new Uri(FormattableString.Invariant($"ws://127.0.0.1:{port}/hubs/satcom?access_token={token}")), cancellationToken);
        await socket.SendAsync(Handshake, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        await socket.ReceiveAsync(new Memory<byte>(new byte[512]), cancellationToken);
        return socket;
    }

    /// <summary>Sends at the pace, then waits for the answer of the last call.</summary>
    /// <returns>The last call's time.</returns>
    private async Task<long> BeatAsync(ClientWebSocket socket, double phase, TimeSpan duration, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromSeconds(1.0 / PerConnectionPerSecond);
        await Task.Delay(pause * phase, Stage.Time, cancellationToken);
        using var timer = new PeriodicTimer(pause, Stage.Time);
        for (var left = (int)(duration.TotalSeconds * PerConnectionPerSecond); left > 0; left--)
        {
            await socket.SendAsync(Heartbeat, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        var sent = Stopwatch.GetTimestamp();
        await socket.SendAsync(Last, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                throw new BenchException("A hub connection was closed by the server.");
            }

            if (buffer.AsSpan(0, received.Count).IndexOf("\"last\""u8) >= 0)
            {
                return Stopwatch.GetTimestamp() - sent;
            }
        }
    }
}
