using System.Globalization;

namespace Satcom.Domain.Anomalies;

/// <summary>A session that is open for longer than the tenant's limit has no check-out that can still be believed.</summary>
public static class MissingCheckOutRule
{
    /// <summary>Judges an open session at a moment.</summary>
    /// <returns>Null while the session is within its limit; its last second belongs to it.</returns>
    public static Finding? Judge(OpenSession session, DateTimeOffset at, int limitSeconds) =>
        at <= session.StartedAt.AddSeconds(limitSeconds)
            ? null
            : new Finding(AnomalyKind.MissingCheckOut, AnomalySeverity.Medium, session.EmployeeId, session.Date, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["date"] = session.Date.ToString("O", CultureInfo.InvariantCulture),
                ["sessionStartedAt"] = session.StartedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["limitSeconds"] = limitSeconds.ToString(CultureInfo.InvariantCulture),
            });
}

/// <summary>What the rule needs to know of an attendance day.</summary>
/// <param name="Date">The day's work date.</param>
/// <param name="StartedAt">The check-in of the session without a check-out.</param>
public sealed record OpenSession(Guid EmployeeId, DateOnly Date, DateTimeOffset StartedAt);
