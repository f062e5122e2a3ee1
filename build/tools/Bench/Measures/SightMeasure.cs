using System.Diagnostics;
using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>Tokens that a node has never seen, and sessions that have ended: what a cache of callers must not get wrong.</summary>
internal sealed class SightMeasure(Stage stage, Report report)
{
    private const string Path = "/health/live";
    private const int Sessions = 12;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Every request brings a token of its own, against the same route without any.</summary>
    /// <param name="bareMicroseconds">What a bare verification costs.</param>
    public async Task StrangersAsync(Peer peer, double bareMicroseconds, CancellationToken cancellationToken)
    {
        var anonymous = new FloodMeasure(stage, "anonymous", _ => [Requests.Get(Path, token: null)]);
        await OfStrangersAsync(peer, cancellationToken);
        var rounds = new List<(Sample Strangers, Sample Anonymous)>();
        for (var i = 0; i < stage.Options.Rounds; i++)
        {
            rounds.Add((await OfStrangersAsync(peer, cancellationToken), await anonymous.RunAsync(peer, stage.Options.Load, cancellationToken)));
        }

        double Of(Func<(Sample Strangers, Sample Anonymous), double> value) => Report.Median(rounds.Select(value));
        var (server, postgres) = (Of(r => r.Strangers.ServerCpu - r.Anonymous.ServerCpu), Of(r => r.Strangers.PostgresCpu - r.Anonymous.PostgresCpu));
        report.Say(Report.F($"\nOver HTTP, each token seen for the first time: {Of(r => r.Strangers.Rate):0}/s against {Of(r => r.Anonymous.Rate):0}/s anonymous. A first sight adds {server:0} µs of the server's processor time ({server / bareMicroseconds:0.0} bare verifications) and {postgres:0} µs of PostgreSQL's, which is asked for session, account, company and managers."));
    }

    /// <summary>People sign out on one node; both are asked with the token until they refuse it.</summary>
    /// <param name="second">Another node over the same database.</param>
    public async Task EndedAsync(Peer peer, ServerProcess second, CancellationToken cancellationToken)
    {
        using var here = await HttpConnection.OpenAsync(peer.Server.Port, cancellationToken);
        using var there = await HttpConnection.OpenAsync(second.Port, cancellationToken);
        var waits = new List<(double Here, double There)>();
        for (var i = 0; i <= Sessions; i++)
        {
            var session = await SignedIn.ByPasswordAsync(here, stage.Crowd.Employees[i % Crowd.LoginPeople], cancellationToken);
            var ask = Requests.Get("/api/v1/me", session.AccessToken);
            foreach (var node in (HttpConnection[])[here, there])
            {
                // Twice: the second answer is that of a token that the node knows.
                await node.ExpectAsync(ask, 200, cancellationToken);
                await node.ExpectAsync(ask, 200, cancellationToken);
            }

            await here.ExpectAsync(Requests.Post("/api/v1/auth/logout", session.AccessToken, "{}"), 204, cancellationToken);
            var ended = Stopwatch.GetTimestamp();
            var both = await Task.WhenAll(UntilRefusedAsync(here, ask, ended, cancellationToken), UntilRefusedAsync(there, ask, ended, cancellationToken));
            if (i > 0)
            {
                waits.Add((both[0], both[1]));
            }
        }

        report.Say(Report.F($"\nA session that ended is refused, of {Sessions}, counted from the answer to its end, in milliseconds: by the node that ended it {Report.Median(waits.Select(w => w.Here)):0} (at most {waits.Max(w => w.Here):0}), by the other {Report.Median(waits.Select(w => w.There)):0} (at most {waits.Max(w => w.There):0}). The aim is 1,000 on both."));
    }

    private async Task<Sample> OfStrangersAsync(Peer peer, CancellationToken cancellationToken)
    {
        var everybody = stage.Crowd.Everybody.ToList();
        var tokens = await peer.IssueAsync([.. Enumerable.Range(0, 2 * 8000).Select(n => everybody[n % everybody.Count])], cancellationToken);
        byte[][] requests = [.. tokens.Select(t => Requests.Get(Path, t))];
        using var generator = await stage.OpenAsync(peer, cancellationToken);
        var cpu = stage.Meter(peer);
        var end = Stopwatch.GetTimestamp() + (long)(stage.Options.Load.TotalSeconds * Stopwatch.Frequency);
        cpu.Start();
        var load = await generator.FloodAsync(n => n < requests.Length && Stopwatch.GetTimestamp() < end ? requests[n] : (ReadOnlyMemory<byte>?)null, 200, cancellationToken);
        cpu.Stop();
        return load.Failures == 0 ? Sample.Of(load, cpu, peer.Server.Pid) : throw new BenchException($"first sight: {load.FirstFailure}");
    }

    private static async Task<double> UntilRefusedAsync(HttpConnection node, byte[] ask, long ended, CancellationToken cancellationToken)
    {
        while (await node.SendAsync(ask, cancellationToken) == 200)
        {
            if (Stopwatch.GetElapsedTime(ended) > Limit)
            {
                throw new BenchException("A session that ended is still taken.");
            }
        }

        return Stopwatch.GetElapsedTime(ended).TotalMilliseconds;
    }
}
