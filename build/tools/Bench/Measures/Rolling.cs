using System.Collections.Concurrent;
using System.Diagnostics;
using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>Sign-ins through the provider, each step on whichever node is next, while two nodes are replaced again and again, as a rolling deployment does (O59).</summary>
internal sealed class Rolling(Stage stage, Report report)
{
    private const int SignIns = 500;
    private const int Workers = 6;
    private static readonly TimeSpan Drain = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentQueue<string> _errors = new();
    private volatile int[] _ports = [];
    private int _begun;
    private int _done;
    private int _requests;

    /// <param name="start">Starts one more node over the peer's database.</param>
    public async Task RunAsync(Peer satcom, Func<Task<ServerProcess>> start, CancellationToken cancellationToken)
    {
        var integrator = await Integrator.SeedAsync(satcom.Database, stage.Crowd, browsers: 0, cancellationToken);
        var nodes = new Queue<ServerProcess>();
        var replaced = 0;
        try
        {
            for (var i = 0; i < 2; i++)
            {
                nodes.Enqueue(await start());
            }

            _ports = [.. nodes.Select(n => n.Port)];
            var began = Stopwatch.GetTimestamp();
            var traffic = Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(integrator, worker, cancellationToken), cancellationToken)));
            var atFirst = 0;
            while (!traffic.IsCompleted)
            {
                // The new one comes, the old one gets no more requests, and then it is told to stop.
                nodes.Enqueue(await start());
                var old = nodes.Dequeue();
                _ports = [.. nodes.Select(n => n.Port)];
                await Task.Delay(Drain, stage.Time, cancellationToken);
                await old.DisposeAsync();
                atFirst = ++replaced == 1 ? _done : atFirst;
            }

            await traffic;
            report.Say(Report.F(
                $"{_done} sign-ins of {_requests:N0} requests in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s, while {replaced} nodes were replaced one after the other ({atFirst} were done when the first had gone): {_errors.Count} errors{(_errors.TryPeek(out var first) ? $"; the first: {first}" : string.Empty)}. The aim is none: {(_errors.IsEmpty && _done == SignIns ? "met" : "**not met**")}."));
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        }
    }

    private async Task WorkAsync(Integrator integrator, int worker, CancellationToken cancellationToken)
    {
        // People of its own, so that nobody signs in twice at once.
        var people = stage.Crowd.Employees.Where((_, n) => n % Workers == worker).ToList();
        for (var n = 0; Interlocked.Increment(ref _begun) <= SignIns; n++)
        {
            try
            {
                await SignInAsync(integrator, people[n % people.Count], cancellationToken);
                Interlocked.Increment(ref _done);
            }
            catch (Exception e) when (e is BenchException or IOException or System.Net.Sockets.SocketException)
            {
                _errors.Enqueue(e.Message);
            }
        }
    }

    private async Task SignInAsync(Integrator integrator, Person person, CancellationToken cancellationToken)
    {
        var verifier = ProviderMeasures.NewVerifier();
        var browser = new Browser(Next);
        await browser.GetAsync(ProviderMeasures.AuthorizePath(verifier), 303, cancellationToken);
        await browser.GetAsync(browser.Location, 200, cancellationToken);
        await browser.PostAsync($"/t/{Crowd.Slug}/account/sign-in", $"{browser.Fields}&email={Uri.EscapeDataString(person.Email)}&password={Uri.EscapeDataString(Crowd.Password)}", 303, cancellationToken);
        await browser.GetAsync(browser.Location, 303, cancellationToken);
        var (refreshToken, _) = await TokensAsync(connection => ProviderMeasures.RedeemAsync(connection, integrator, ProviderMeasures.CodeIn(browser.Location), verifier, cancellationToken), cancellationToken);
        var (_, accessToken) = await TokensAsync(connection => ProviderMeasures.RefreshAsync(connection, integrator, refreshToken, cancellationToken), cancellationToken);
        using var last = await HttpConnection.OpenAsync(Next(), cancellationToken);
        await last.ExpectAsync(Requests.Get($"/t/{Crowd.Slug}/connect/userinfo", accessToken), 200, cancellationToken);
    }

    private async Task<(string Refresh, string Access)> TokensAsync(Func<HttpConnection, Task> ask, CancellationToken cancellationToken)
    {
        using var connection = await HttpConnection.OpenAsync(Next(), cancellationToken);
        await ask(connection);
        return (connection.Member("refresh_token"), connection.Member("access_token"));
    }

    private int Next()
    {
        var ports = _ports;
        return ports[(Interlocked.Increment(ref _requests) & int.MaxValue) % ports.Length];
    }
}
