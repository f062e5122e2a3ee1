using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>A client failed too often from one place. What was changed is kept: a code that was shown wrongly is burnt all the same.</summary>
/// <param name="RetryAfterSeconds">Whole seconds until another failure is judged by itself.</param>
public sealed record TooManyClientFailures(int RetryAfterSeconds) : Error("rate_limited", ErrorKind.RateLimited), IRetryAfter, IKeepsChanges;
