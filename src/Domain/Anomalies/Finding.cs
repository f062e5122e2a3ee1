namespace Satcom.Domain.Anomalies;

/// <summary>What a rule found: the material of an <see cref="Anomaly"/>. One small static type per rule makes these, purely.</summary>
/// <param name="SubjectDate">The work date that the finding is about.</param>
/// <param name="Facts">What raised it: names (camelCase) to values as text, instants as RFC 3339 UTC, durations in seconds.</param>
public sealed record Finding(AnomalyKind Kind, AnomalySeverity Severity, Guid EmployeeId, DateOnly SubjectDate, Dictionary<string, string> Facts);
