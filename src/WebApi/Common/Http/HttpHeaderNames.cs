namespace Satcom.WebApi.Common.Http;

/// <summary>The headers of the contract that HTTP itself does not know.</summary>
public static class HttpHeaderNames
{
    public const string IdempotencyKey = "Idempotency-Key";
    public const string IdempotencyReplayed = "Idempotency-Replayed";

    /// <summary>The limit that a refused request met, and when it opens (draft-ietf-httpapi-ratelimit-headers).</summary>
    public const string RateLimit = "RateLimit";

    public const string RateLimitPolicy = "RateLimit-Policy";
    public const string Tenant = "X-Tenant";
}
