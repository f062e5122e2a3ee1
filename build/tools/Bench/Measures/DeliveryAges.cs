using System.Globalization;
using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>How soon after what they tell of the events of a type were done with, by the service's own histogram: for each bound in seconds how many were.</summary>
internal sealed class DeliveryAges
{
    private const string Metric = "satcom_outbox_delivery_age_seconds_bucket{";
    private const string Bound = "le=\"";

    private readonly Dictionary<double, long> _within;

    private DeliveryAges(Dictionary<double, long> within) => _within = within;

    public static async Task<DeliveryAges> ReadAsync(Peer peer, string eventType, TimeProvider time, CancellationToken cancellationToken)
    {
        using var scraper = await LoadGenerator.OpenAsync(peer.Server.Port, 1, time, cancellationToken);
        var (status, body, _) = await scraper.SendOneAsync(Requests.Get("/metrics", token: null), cancellationToken);
        if (status != 200)
        {
            throw new BenchException($"The metrics were answered {status}.");
        }

        var within = new Dictionary<double, long>();
        foreach (var line in body.Split('\n').Where(l => l.StartsWith(Metric, StringComparison.Ordinal) && l.Contains($"event=\"{eventType}\"", StringComparison.Ordinal)))
        {
            var from = line.IndexOf(Bound, StringComparison.Ordinal) + Bound.Length;
            var bound = line[from..line.IndexOf('"', from)];
            within[bound is "+Inf" ? double.PositiveInfinity : double.Parse(bound, CultureInfo.InvariantCulture)] = long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
        }

        return new DeliveryAges(within);
    }

    /// <summary>The bounds within which half and 99 of 100 of those since an earlier look were, in words.</summary>
    public string Since(DeliveryAges before)
    {
        var since = _within.ToDictionary(w => w.Key, w => w.Value - before._within.GetValueOrDefault(w.Key));
        if (since.GetValueOrDefault(double.PositiveInfinity) is not (> 0 and var all))
        {
            return "none was delivered";
        }

        string Of(double share) => since.Where(w => w.Value >= share * all).Min(w => w.Key) is var bound && double.IsPositiveInfinity(bound) ? "more than any bound" : Report.F($"{bound} s");
        return Report.F($"of {all:N0}, half within {Of(0.5)}, 99 of 100 within {Of(0.99)}, {100.0 * since.GetValueOrDefault(1) / all:0.00} % within 1 s");
    }
}
