using System.Diagnostics.Metrics;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Identity.Limits;

internal static class LimitMetrics
{
    private static readonly Counter<long> Alarms = Telemetry.Meter.CreateCounter<long>("satcom.signin.alarms", description: "Attacks on passwords that were noticed: spray (one address, many accounts) or tenant.");
    private static readonly Counter<long> TurnedAway = Telemetry.Meter.CreateCounter<long>("satcom.signin.turned_away", description: "Passwords that were not hashed because too many waited.");

    public static void Alarm(string kind) => Alarms.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public static void Busy() => TurnedAway.Add(1);
}
