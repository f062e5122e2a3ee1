using System.Diagnostics.Metrics;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Outbox;

internal static class OutboxMetrics
{
    private static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram<double>("satcom.outbox.delivery.duration", "s", "Time that an event's handlers took.");
    private static readonly Counter<long> Failures = Telemetry.Meter.CreateCounter<long>("satcom.outbox.failures", description: "Deliveries that failed, by event and whether it was given up.");

    public static void Delivered(string type, TimeSpan duration) => Duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("event", type));

    public static void Failed(string type, bool isDead) =>
        Failures.Add(1, new KeyValuePair<string, object?>("event", type), new KeyValuePair<string, object?>("dead", isDead));
}
