using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Satcom.WebApi.Common.Observability;

/// <summary>What a Prometheus type means for how measurements add up.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>Every series of one instrument; a bounded number, so that no label can fill the memory.</summary>
internal sealed class MetricStore
{
    /// <summary>More label sets than this share one series that says so.</summary>
    public const int MaxSeries = 400;

    private const string Overflow = "overflow=\"true\"";

    private readonly ConcurrentDictionary<LabelSet, MetricSeries> _series = new(LabelSetComparer.Instance);
    private readonly ConcurrentDictionary<string, MetricSeries> _byLabels = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<LabelSet, MetricSeries>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _lookup;
    private readonly bool _isObserved;
    private readonly double[]? _bounds;
    private volatile MetricSeries? _unlabelled;
    private int _sets;

    public MetricStore(Instrument instrument)
    {
        _lookup = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        _isObserved = instrument.IsObservable || IsA(instrument, typeof(Gauge<>));
        Kind = IsA(instrument, typeof(Histogram<>)) ? MetricKind.Histogram
            : IsA(instrument, typeof(Counter<>)) || IsA(instrument, typeof(ObservableCounter<>)) ? MetricKind.Counter
            : MetricKind.Gauge;
        Name = PrometheusNames.Of(instrument, Kind);
        Help = instrument.Description;
        _bounds = Kind == MetricKind.Histogram ? PrometheusNames.Bounds(instrument) : null;
    }

    public string Name { get; }

    public string? Help { get; }

    public MetricKind Kind { get; }

    public IReadOnlyList<double> Bounds => _bounds ?? [];

    public IEnumerable<MetricSeries> Series => _byLabels.Values;

    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(tags);
        if (Kind == MetricKind.Histogram)
        {
            series.Record(value);
        }
        else if (_isObserved)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    private static bool IsA(Instrument instrument, Type definition) =>
        instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == definition;

    private MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return _unlabelled ??= Shared(string.Empty);
        }

        if (_lookup.TryGetValue(tags, out var known))
        {
            return known;
        }

        // Bounded too: the same labels in every order would otherwise grow without end.
        if (Interlocked.Increment(ref _sets) > MaxSeries)
        {
            Interlocked.Decrement(ref _sets);
            return Shared(Overflow);
        }

        var series = Shared(Labels(tags));
        _lookup.TryAdd(tags, series);
        return series;
    }

    private MetricSeries Shared(string labels) => _byLabels.GetOrAdd(labels, static (key, bounds) => new MetricSeries(key, bounds), _bounds);

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            sorted[PrometheusNames.Sanitize(key)] = Text(value);
        }

        var text = new StringBuilder();
        foreach (var (key, value) in sorted)
        {
            text.Append(text.Length == 0 ? string.Empty : ",").Append(key).Append("=\"").Append(PrometheusNames.Escape(value)).Append('"');
        }

        return text.ToString();
    }

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };
}
