using System.Globalization;
using System.Text;
using Satcom.Bench.Measures;

namespace Satcom.Bench;

/// <summary>Prints as it goes, and keeps the tables for a file.</summary>
internal sealed class Report(TextWriter output)
{
    private readonly StringBuilder _markdown = new();

    public string Markdown => _markdown.ToString();

    public void Say(string text)
    {
        output.WriteLine(text);
        _markdown.Append(text).Append('\n');
    }

    public void Title(string title) => Say($"\n## {title}\n");

    /// <summary>A table of pairs and its medians.</summary>
    public void Table(IReadOnlyList<(Sample Satcom, Sample Raw)> rounds, string first = "Satcom", string second = "raw")
    {
        Say($"| round | peer | per second | p50 ms | p99 ms | server µs | PostgreSQL µs | resident MiB | others % | rate ÷ {second} | CPU ÷ {second} |");
        Say("|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        for (var i = 0; i < rounds.Count; i++)
        {
            var (satcom, raw) = rounds[i];
            Say(Row(Number(i + 1), first, satcom, F($"{satcom.Rate / raw.Rate:0.00}"), F($"{satcom.Cpu / raw.Cpu:0.00}")));
            Say(Row(string.Empty, second, raw, string.Empty, string.Empty));
        }

        var ours = MedianOf(rounds.Select(r => r.Satcom).ToList());
        var theirs = MedianOf(rounds.Select(r => r.Raw).ToList());
        Say(Row("**median**", first, ours, F($"**{Median(rounds.Select(r => r.Satcom.Rate / r.Raw.Rate)):0.00}**"), F($"**{Median(rounds.Select(r => r.Satcom.Cpu / r.Raw.Cpu)):0.00}**")));
        Say(Row(string.Empty, second, theirs, string.Empty, string.Empty));
        Say(F($"\np50 ÷ {second} {Median(rounds.Select(r => r.Satcom.P50 / r.Raw.P50)):0.00}, p99 ÷ {second} {Median(rounds.Select(r => r.Satcom.P99 / r.Raw.P99)):0.00}"));
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    public static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static Sample MedianOf(List<Sample> samples) => new(
        Median(samples.Select(s => s.Rate)), Median(samples.Select(s => s.P50)), Median(samples.Select(s => s.P99)),
        Median(samples.Select(s => s.ServerCpu)), Median(samples.Select(s => s.PostgresCpu)), Median(samples.Select(s => s.ResidentMiB)), Median(samples.Select(s => s.Others)));

    private static string Row(string round, string peer, Sample s, string rate, string cpu) =>
        F($"| {round} | {peer} | {s.Rate:0} | {s.P50:0.00} | {s.P99:0.00} | {s.ServerCpu:0} | {s.PostgresCpu:0} | {s.ResidentMiB:0} | {s.Others * 100:0} | {rate} | {cpu} |");
}
