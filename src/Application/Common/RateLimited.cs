using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>Too much of it for now.</summary>
/// <param name="RetryAfterSeconds">Whole seconds until another try can succeed.</param>
public sealed record RateLimited(int RetryAfterSeconds) : Error("rate_limited", ErrorKind.RateLimited), IRetryAfter;
