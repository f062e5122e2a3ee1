using System.Diagnostics;

namespace Satcom.WebApi.Common.Observability;

/// <summary>
/// Each request begins a trace of the service's own: the trace id is what audit, logs and problems are found by, and no caller may
/// choose it. The caller's is kept as a link.
/// </summary>
internal sealed class OwnTraces : DistributedContextPropagator
{
    private const string TraceParent = "traceparent";

    private static readonly DistributedContextPropagator Outgoing = CreateDefaultPropagator();

    /// <summary>The framework begins traces for who listens or for its own log, which is off; ours are needed whether or not anybody exports them.</summary>
    private static readonly ActivityListener Always = new()
    {
        ShouldListenTo = static source => string.Equals(source.Name, "Microsoft.AspNetCore", StringComparison.Ordinal),
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    static OwnTraces() => ActivitySource.AddActivityListener(Always);

    public override IReadOnlyCollection<string> Fields => Outgoing.Fields;

    /// <summary>Links the request's activity to the trace that its caller is in, if it says so.</summary>
    public static void Link(HttpContext context)
    {
        if (Activity.Current is { } activity
            && context.Request.Headers[TraceParent] is [{ } text]
            && ActivityContext.TryParse(text, traceState: null, isRemote: true, out var caller))
        {
            activity.AddLink(new ActivityLink(caller));
        }
    }

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => Outgoing.Inject(activity, carrier, setter);

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        (traceId, traceState) = (null, null);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
