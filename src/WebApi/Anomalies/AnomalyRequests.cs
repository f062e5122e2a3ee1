using Satcom.Domain.Anomalies;

namespace Satcom.WebApi.Anomalies;

/// <param name="Note">Kept in the anomaly's history.</param>
public sealed record AnomalyNoteRequest(string? Note = null);

/// <param name="AssigneeId">A user of the company who may manage anomalies.</param>
/// <param name="Note">Kept in the anomaly's history.</param>
public sealed record AnomalyAssignmentRequest(Guid AssigneeId, string? Note = null);

/// <param name="Resolution">How it was settled.</param>
/// <param name="Note">Kept in the anomaly's history.</param>
public sealed record AnomalyResolutionRequest(AnomalyResolution? Resolution = null, string? Note = null);
