using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Satcom.WebApi.Common.Observability;

/// <summary>Listens to the service's instruments from its start and shows their sums as Prometheus text.</summary>
internal sealed class Metrics : IHostedService, IDisposable
{
    /// <summary>Whose instruments are shown.</summary>
    public static readonly IReadOnlyList<string> Meters =
    [
        Application.Common.Telemetry.Name, "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http.Connections",
        "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime",
    ];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, MetricStore> _stores = new();
    private readonly IMeterFactory _factory;
    private readonly ILogger<Metrics> _logger;

    public Metrics(IMeterFactory factory, ILogger<Metrics> logger)
    {
        (_factory, _logger) = (factory, logger);
        _listener.InstrumentPublished = Listen;
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => ((MetricStore)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => ((MetricStore)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((MetricStore)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((MetricStore)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => ((MetricStore)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((MetricStore)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => ((MetricStore)state!).Measure((double)value, tags));
    }

    /// <summary>What the service sends itself before it listens is nobody's request.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();

    /// <summary>Everything, as of now.</summary>
    public string Render()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException exception)
        {
            Log.ObservationFailed(_logger, exception);
        }

        var text = new StringBuilder(16 * 1024);
        foreach (var family in _stores.Values.GroupBy(s => s.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Write(text, family.First());
        }

        return text.ToString();
    }

    /// <summary>Meters of a factory belong to one host; another host in the same process is not ours to show.</summary>
    private void Listen(Instrument instrument, MeterListener listener)
    {
        if (Meters.Contains(instrument.Meter.Name, StringComparer.Ordinal) && (instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, _factory)))
        {
            listener.EnableMeasurementEvents(instrument, _stores.GetOrAdd(instrument, static i => new MetricStore(i)));
        }
    }

    private static void Write(StringBuilder text, MetricStore store)
    {
        if (store.Help is { Length: > 0 } help)
        {
            text.Append("# HELP ").Append(store.Name).Append(' ').Append(help.ReplaceLineEndings(" ").Replace("\\", "\\\\", StringComparison.Ordinal)).Append('\n');
        }

        text.Append("# TYPE ").Append(store.Name).Append(' ').Append(store.Kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Gauge => "gauge",
            MetricKind.Histogram => "histogram",
        }).Append('\n');
        foreach (var series in store.Series.OrderBy(s => s.Labels, StringComparer.Ordinal))
        {
            if (store.Kind == MetricKind.Histogram)
            {
                WriteHistogram(text, store, series);
            }
            else
            {
                WriteLine(text, store.Name, string.Empty, series.Labels, bound: null, series.Value);
            }
        }
    }

    private static void WriteHistogram(StringBuilder text, MetricStore store, MetricSeries series)
    {
        var count = 0L;
        for (var i = 0; i < series.Buckets.Count; i++)
        {
            count += series.Buckets[i];
            WriteLine(text, store.Name, "_bucket", series.Labels, i < store.Bounds.Count ? Number(store.Bounds[i]) : "+Inf", count);
        }

        WriteLine(text, store.Name, "_sum", series.Labels, bound: null, series.Value);
        WriteLine(text, store.Name, "_count", series.Labels, bound: null, count);
    }

    private static void WriteLine(StringBuilder text, string name, string suffix, string labels, string? bound, double value)
    {
        text.Append(name).Append(suffix);
        if (labels.Length > 0 || bound is not null)
        {
            text.Append('{').Append(labels);
            if (bound is not null)
            {
                text.Append(labels.Length > 0 ? "," : string.Empty).Append("le=\"").Append(bound).Append('"');
            }

            text.Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
