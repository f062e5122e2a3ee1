using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>The same pages of the service over many days and over few, each in a database and a process of its own, with few connections: what counts is the latency of a page.</summary>
internal sealed class BigList(Stage stage, Report report)
{
    /// <summary>Days of the small one.</summary>
    public const int FewDays = 18_000;

    private const int Connections = 4;
    private const string Path = "/api/v1/attendance/days";
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(3);

    public async Task RunAsync(Peer many, Peer few, CancellationToken cancellationToken)
    {
        report.Title("list pages over many days against few");
        report.Say(Report.F($"{await CountAsync(many, cancellationToken):N0} days against {await CountAsync(few, cancellationToken):N0}, {Connections} connections; medians of {stage.Options.Rounds} alternating rounds.\n"));
        report.Say("| page of 50 | p50 ms, few | p50 ms, many | many ÷ few | per second, few | many |");
        report.Say("|---|--:|--:|--:|--:|--:|");
        var people = stage.Crowd.Employees;
        await PageAsync("newest", p => [Requests.Get($"{Path}?limit=50", p.HrToken)]);
        await PageAsync("of two dates", p => [Requests.Get(Report.F($"{Path}?limit=50&from={p.Database.Last.AddDays(-2):yyyy-MM-dd}&to={p.Database.Last.AddDays(-1):yyyy-MM-dd}"), p.HrToken)]);
        await PageAsync("late ones", p => [Requests.Get($"{Path}?limit=50&flag=late", p.HrToken)]);
        await PageAsync("of one team", p => [Requests.Get($"{Path}?limit=50&teamId={BenchIds.Of(BenchIds.Team, 1)}", p.HrToken)]);
        await PageAsync("of one person", p => [.. people.Take(200).Select(e => Requests.Get($"{Path}?limit=50&userId={e.Id}", p.HrToken))]);

        async Task PageAsync(string what, Func<Peer, IReadOnlyList<byte[]>> requests)
        {
            await Console.Error.WriteLineAsync(what);
            var measure = new FloodMeasure(stage, what, requests, Connections);
            var rounds = new List<(Sample Few, Sample Many)>();
            await measure.RunAsync(few, Each, cancellationToken);
            await measure.RunAsync(many, Each, cancellationToken);
            for (var i = 0; i < stage.Options.Rounds; i++)
            {
                var first = await measure.RunAsync(i % 2 == 0 ? few : many, Each, cancellationToken);
                var second = await measure.RunAsync(i % 2 == 0 ? many : few, Each, cancellationToken);
                rounds.Add(i % 2 == 0 ? (first, second) : (second, first));
            }

            double Of(Func<(Sample Few, Sample Many), double> value) => Report.Median(rounds.Select(value));
            report.Say(Report.F($"| {what} | {Of(r => r.Few.P50):0.00} | {Of(r => r.Many.P50):0.00} | **{Of(r => r.Many.P50 / r.Few.P50):0.00}** | {Of(r => r.Few.Rate):0} | {Of(r => r.Many.Rate):0} |"));
        }
    }

    private static Task<long> CountAsync(Peer peer, CancellationToken cancellationToken) => peer.Database.ScalarAsync<long>("SELECT count(*) FROM attendance_days", cancellationToken);
}
