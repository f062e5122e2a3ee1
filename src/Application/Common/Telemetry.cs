using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Satcom.Application.Common;

/// <summary>The names under which Satcom traces and measures itself.</summary>
public static class Telemetry
{
    public const string Name = "Satcom";

    public static readonly ActivitySource Activities = new(Name);

    public static readonly Meter Meter = new(Name);

    public static readonly Histogram<double> MessageDuration =
        Meter.CreateHistogram<double>("satcom.message.duration", "s", "Time in the pipeline, per message and outcome.");

    public static readonly Counter<long> UnitOfWorkRetries =
        Meter.CreateCounter<long>("satcom.unit_of_work.retries", description: "Handlers that ran again because another change won a race.");

    public static readonly Counter<long> Refusals =
        Meter.CreateCounter<long>("satcom.refusals", description: "Messages refused for a missing permission.");
}
