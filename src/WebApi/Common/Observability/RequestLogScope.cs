using System.Collections;
using System.Diagnostics;
using Satcom.Application.Common;

namespace Satcom.WebApi.Common.Observability;

/// <summary>Who and where, read at the moment a line is written: the caller is known only after the scope was opened.</summary>
internal sealed class RequestLogScope(HttpContext context) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly string _traceId = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    public int Count => 3;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("traceId", _traceId),
        1 => new("tenantId", Scope is { HasTenant: true } scope ? scope.Tenant.Id : null),
        2 => new("userId", Scope is { Actor.IsSignedIn: true } scope ? scope.Actor.UserId : null),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    private RequestScope? Scope => context.RequestServices?.GetService<RequestScope>();

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"traceId:{_traceId}";
}
