using System.Diagnostics.Metrics;
using Satcom.Application.Common;
using Satcom.Application.Notifications;

namespace Satcom.Infrastructure.Notifications;

internal static class MessageMetrics
{
    private static readonly Histogram<double> Sending = Telemetry.Meter.CreateHistogram<double>("satcom.messages.sending.duration", "s", "Time that sending a message took, by way out.");
    private static readonly Counter<long> Failures = Telemetry.Meter.CreateCounter<long>("satcom.messages.failures", description: "Messages that were refused, by way out and whether they were given up.");
    private static readonly Counter<long> Outages = Telemetry.Meter.CreateCounter<long>("satcom.messages.outages", description: "Tries that found the way out closed.");
    private static readonly Gauge<long> Waiting = Telemetry.Meter.CreateGauge<long>("satcom.messages.waiting", description: "Messages that wait to be sent, by way out.");
    private static readonly Gauge<double> OldestAge = Telemetry.Meter.CreateGauge<double>("satcom.messages.oldest.age", "s", "Age of the oldest message that waits, by way out.");

    public static void Sent(MessageChannel channel, TimeSpan duration) => Sending.Record(duration.TotalSeconds, Tag(channel));

    public static void Failed(MessageChannel channel, bool isDead) => Failures.Add(1, Tag(channel), new KeyValuePair<string, object?>("dead", isDead));

    public static void Outage(MessageChannel channel) => Outages.Add(1, Tag(channel));

    public static void Depth(MessageChannel channel, QueueDepth depth)
    {
        Waiting.Record(depth.Waiting, Tag(channel));
        OldestAge.Record(depth.OldestAge.TotalSeconds, Tag(channel));
    }

    private static KeyValuePair<string, object?> Tag(MessageChannel channel) => new("channel", channel == MessageChannel.Mail ? "mail" : "sms");
}
