using System.Diagnostics.Metrics;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Outbox;

internal static class OutboxMetrics
{
    private static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram<double>("satcom.outbox.delivery.duration", "s", "Time that an event's handlers took.");
    private static readonly Histogram<double> Age = Telemetry.Meter.CreateHistogram<double>("satcom.outbox.delivery.age", "s", "Time from what an event tells of until its handlers were done.");
    private static readonly Counter<long> Failures = Telemetry.Meter.CreateCounter<long>("satcom.outbox.failures", description: "Deliveries that failed, by event and whether it was given up.");

    public static void Delivered(string type, TimeSpan duration, TimeSpan age)
    {
        var of = new KeyValuePair<string, object?>("event", type);
        Duration.Record(duration.TotalSeconds, of);
        Age.Record(Math.Max(0, age.TotalSeconds), of);
    }

    public static void Failed(string type, bool isDead) =>
        Failures.Add(1, new KeyValuePair<string, object?>("event", type), new KeyValuePair<string, object?>("dead", isDead));
}
