using System.Globalization;

namespace Satcom.Domain.Anomalies;

/// <summary>What a rule found: the material of an <see cref="Anomaly"/>. Kind, person and the subject period's first date make it the one that it is.</summary>
/// <param name="SubjectDate">The work date that the finding is about; of a longer subject period the first one.</param>
/// <param name="SubjectEnd">The last date of the subject period.</param>
/// <param name="Facts">What raised it: names (camelCase) to values as text, dates as YYYY-MM-DD and separated by commas, instants as RFC 3339 UTC, durations in seconds.</param>
public sealed record Finding(AnomalyKind Kind, AnomalySeverity Severity, Guid EmployeeId, DateOnly SubjectDate, DateOnly SubjectEnd, Dictionary<string, string> Facts)
{
    /// <summary>Equal by what it says.</summary>
    public bool Equals(Finding? other) =>
        other is not null && (Kind, Severity, EmployeeId, SubjectDate, SubjectEnd) == (other.Kind, other.Severity, other.EmployeeId, other.SubjectDate, other.SubjectEnd) && AreSame(Facts, other.Facts);

    public override int GetHashCode() => HashCode.Combine(Kind, EmployeeId, SubjectDate);

    /// <summary>True when two sheets of facts say the same.</summary>
    public static bool AreSame(IReadOnlyDictionary<string, string> facts, IReadOnlyDictionary<string, string> others) =>
        facts.Count == others.Count && facts.All(f => others.TryGetValue(f.Key, out var value) && string.Equals(value, f.Value, StringComparison.Ordinal));
}

/// <summary>Facts as text.</summary>
internal static class Fact
{
    public static string Of(int amount) => amount.ToString(CultureInfo.InvariantCulture);

    public static string Of(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);

    public static string Of(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Of(IEnumerable<DateOnly> dates) => string.Join(',', dates.Select(Of));
}
