using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>Too much was asked for in too short a time.</summary>
/// <param name="RetryAfterSeconds">When another try can succeed.</param>
public sealed record RateLimited(int RetryAfterSeconds) : Error("rate_limited", ErrorKind.RateLimited), IRetryAfter;

/// <summary>This node has more to do of an expensive kind than it lets wait: 429, and another try soon can succeed.</summary>
public sealed class TooBusyException(int retryAfterSeconds) : Exception("Too much of this waits already."), IRetryAfter
{
    /// <inheritdoc/>
    public int RetryAfterSeconds { get; } = retryAfterSeconds;
}
