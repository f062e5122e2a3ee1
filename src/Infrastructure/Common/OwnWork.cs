using System.Collections;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Common;

/// <summary>Work that no request waits for: the trace that it is found by, and what each of its log lines says.</summary>
internal static class OwnWork
{
    /// <summary>Goes on with the trace of what caused the work, else begins one, also where nobody listens: audit, events and log lines carry its id.</summary>
    /// <param name="traceParent">What caused it, as W3C's traceparent; null where nothing did but time.</param>
    public static Activity Trace(string name, ActivityKind kind, string? traceParent)
    {
        if (Telemetry.Activities.StartActivity(name, kind, traceParent) is { } listened)
        {
            return listened;
        }

        var activity = new Activity(name);
        if (traceParent is not null)
        {
            activity.SetParentId(traceParent);
        }

        return activity.Start();
    }

    /// <summary>Lets every line, until it is disposed, name the trace and, where the work is one company's, the tenant: in the words of a request's lines.</summary>
    public static IDisposable? NameLines(ILogger logger, Guid? tenantId) => logger.BeginScope(new Lines(Activity.Current?.TraceId.ToHexString(), tenantId));

    private sealed class Lines(string? traceId, Guid? tenantId) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => tenantId is null ? 1 : 2;

        public KeyValuePair<string, object?> this[int index] => index switch
        {
            0 => new("traceId", traceId),
            1 when tenantId is { } id => new("tenantId", id),
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (var i = 0; i < Count; i++)
            {
                yield return this[i];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"traceId:{traceId}";
    }
}
