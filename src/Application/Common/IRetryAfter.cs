namespace Satcom.Application.Common;

/// <summary>An error that knows when another try can succeed; it becomes the Retry-After header.</summary>
public interface IRetryAfter
{
    /// <summary>Whole seconds from now.</summary>
    int RetryAfterSeconds { get; }
}
