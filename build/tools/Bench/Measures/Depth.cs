using Satcom.Application.Common;
using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>A page far down the list against the first, and against the way of counting rows off.</summary>
internal sealed class Depth(Stage stage, Report report)
{
    private const int Deep = 1_000_000;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(3);

    public async Task RunAsync(Peer peer, CancellationToken cancellationToken)
    {
        report.Title("depth");
        if (await peer.Database.ScalarAsync<long>("SELECT count(*) FROM attendance_days", cancellationToken) <= Deep)
        {
            throw new BenchException($"--deep needs more than {Deep} days.");
        }

        var id = await peer.Database.ScalarAsync<Guid>($"SELECT id FROM attendance_days ORDER BY date DESC, id DESC OFFSET {Deep} LIMIT 1", cancellationToken);
        var date = await peer.Database.ScalarAsync<DateOnly>($"SELECT date FROM attendance_days ORDER BY date DESC, id DESC OFFSET {Deep} LIMIT 1", cancellationToken);
        await peer.RenewTokensAsync(cancellationToken);
        var first = new FloodMeasure(stage, "first page", p => [Requests.Get("/api/v1/attendance/days?limit=50", p.HrToken)]);
        var deep = new FloodMeasure(stage, "deep page", p => [Requests.Get($"/api/v1/attendance/days?limit=50&cursor={Cursor.Of(date, id)}", p.HrToken)]);
        report.Say("| round | first page p50 ms | page at row 1,000,000 p50 ms | ratio |");
        report.Say("|--:|--:|--:|--:|");
        await first.RunAsync(peer, Each, cancellationToken);
        await deep.RunAsync(peer, Each, cancellationToken);
        for (var i = 1; i <= stage.Options.Rounds; i++)
        {
            var a = await first.RunAsync(peer, Each, cancellationToken);
            var b = await deep.RunAsync(peer, Each, cancellationToken);
            report.Say(Report.F($"| {i} | {a.P50:0.00} | {b.P50:0.00} | {b.P50 / a.P50:0.00} |"));
        }
    }
}
