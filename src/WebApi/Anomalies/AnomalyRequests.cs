using System.Text.Json.Serialization;
using Satcom.Application.Anomalies;
using Satcom.Domain.Anomalies;

namespace Satcom.WebApi.Anomalies;

/// <summary>A step, with what the person says of it.</summary>
/// <param name="Note">Kept in the anomaly's history.</param>
public sealed record AnomalyNoteRequest(string? Note = null);

/// <summary>Who is to settle an anomaly.</summary>
/// <param name="AssigneeId">A user of the company who may manage anomalies; null, which must be said, where nobody is to settle it any more.</param>
/// <param name="Note">Kept in the anomaly's history.</param>
public sealed record AnomalyAssignmentRequest([property: JsonRequired] Guid? AssigneeId, string? Note = null);

/// <summary>How an anomaly was settled.</summary>
/// <param name="Resolution">How it was settled.</param>
/// <param name="Note">Kept in the anomaly's history.</param>
public sealed record AnomalyResolutionRequest(AnomalyResolution? Resolution = null, string? Note = null);

/// <summary>How a rule is set.</summary>
/// <param name="Enabled">Whether it judges.</param>
/// <param name="Severity">How much its findings matter.</param>
/// <param name="Thresholds">Amounts by name; what is left out has its default again.</param>
/// <param name="Scope">On whom it looks; everybody if left out.</param>
public sealed record AnomalyRuleRequest(bool Enabled, AnomalySeverity Severity, Dictionary<string, int>? Thresholds = null, AnomalyRuleScopeDto? Scope = null);

/// <summary>What a rule is tried with.</summary>
/// <param name="Days">How many days up to today are judged, 1 to 92.</param>
/// <param name="Thresholds">Amounts by name; what is left out is as the company has set it.</param>
/// <param name="Scope">On whom it looks; as the company has set it if left out.</param>
public sealed record AnomalyPreviewRequest(int Days, Dictionary<string, int>? Thresholds = null, AnomalyRuleScopeDto? Scope = null);
