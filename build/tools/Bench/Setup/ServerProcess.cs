using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Satcom.Bench.Load;

namespace Satcom.Bench.Setup;

/// <summary>One of the two peers as a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private ServerProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public int Pid => _process.Id;

    /// <summary>From the start of the process to its first good answer.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>Starts an assembly and waits until the path answers 200.</summary>
    public static async Task<ServerProcess> StartAsync(
        string assembly, Func<int, IReadOnlyList<string>> arguments, Func<int, IReadOnlyDictionary<string, string>> settings, string readyPath, string? logFile, TimeProvider time, CancellationToken cancellationToken)
    {
        var port = FreePort();

        // The shell only points the output elsewhere, and becomes the process.
        var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", "exec dotnet \"$@\" > \"$SATCOM_BENCH_LOG\" 2>&1", "sh", assembly }, WorkingDirectory = Path.GetDirectoryName(assembly)! };
        foreach (var argument in arguments(port))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["SATCOM_BENCH_LOG"] = logFile ?? "/dev/null";
        foreach (var (name, value) in settings(port))
        {
            start.Environment[name] = value;
        }

        var started = Stopwatch.GetTimestamp();
        var server = new ServerProcess(Process.Start(start) ?? throw new BenchException("The shell did not start."), port);
        try
        {
            await server.UntilReadyAsync(Requests.Get(readyPath, token: null), started, time, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, Terminate);
            using var limit = new CancellationTokenSource(StopLimit);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private async Task UntilReadyAsync(byte[] request, long started, TimeProvider time, CancellationToken cancellationToken)
    {
        while (Stopwatch.GetElapsedTime(started) < StartLimit && !_process.HasExited)
        {
            try
            {
                using var connection = await HttpConnection.OpenAsync(Port, cancellationToken);
                if (await connection.SendAsync(request, cancellationToken) == 200)
                {
                    ReadyAfter = Stopwatch.GetElapsedTime(started);
                    return;
                }
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), time, cancellationToken);
        }

        throw new BenchException(_process.HasExited ? "A peer ended before it was ready; --keep-log shows why." : "A peer was not ready within a minute; --keep-log shows why.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

#pragma warning disable SYSLIB1054, CA5392 // One call of libc's; a generated marshaller would need unsafe code for two integers.
    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);
#pragma warning restore SYSLIB1054, CA5392
}
