using Satcom.Infrastructure.Jobs;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Common;

/// <summary>
/// What kind of fault an exception is, for people who may not see what the work was about. Messages of exceptions may hold anything, an address or a value of a row, so none is shown but those that are
/// written here; the log has the others whole.
/// </summary>
internal static class FaultKind
{
    public static string Of(Exception exception) => exception switch
    {
        JobRefusedException or TimeLimitException => exception.Message,
        _ when DatabaseFaults.PostgresOf(exception) is { } postgres => $"database {postgres.SqlState}{(postgres.ConstraintName is { } name ? $" {name}" : string.Empty)}",
        _ => exception.GetType().Name,
    };
}

/// <summary>Something took longer than it may.</summary>
internal sealed class TimeLimitException(string message, Exception inner) : TimeoutException(message, inner);
