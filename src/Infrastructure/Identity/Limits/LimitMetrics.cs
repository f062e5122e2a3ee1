using System.Diagnostics.Metrics;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Identity.Limits;

internal static class LimitMetrics
{
    private static readonly Counter<long> Alarms = Telemetry.Meter.CreateCounter<long>("satcom.signin.alarms", description: "Attacks on passwords that were noticed: spray (one address, many accounts) or tenant.");
    private static readonly Counter<long> TurnedAway = Telemetry.Meter.CreateCounter<long>("satcom.signin.turned_away", description: "Passwords that were not hashed because too many waited.");

    private static readonly Counter<long> LimitedRequests = Telemetry.Meter.CreateCounter<long>("satcom.requests.limited", description: "Requests that were answered 429, by the limit that they met.");
    private static readonly Counter<long> LeftAlone = Telemetry.Meter.CreateCounter<long>("satcom.requests.limits.alone", description: "Times that request limits could not be counted together, so that the node kept to its own share.");

    public static void Alarm(string kind) => Alarms.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public static void Busy() => TurnedAway.Add(1);

    public static void Limited(string limit) => LimitedRequests.Add(1, new KeyValuePair<string, object?>("limit", limit));

    public static void Alone() => LeftAlone.Add(1);
}
