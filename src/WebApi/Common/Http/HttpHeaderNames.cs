namespace Satcom.WebApi.Common.Http;

/// <summary>The headers of the contract that HTTP itself does not know.</summary>
public static class HttpHeaderNames
{
    public const string IdempotencyKey = "Idempotency-Key";
    public const string IdempotencyReplayed = "Idempotency-Replayed";
    public const string Tenant = "X-Tenant";
}
