using Satcom.Domain.Anomalies;

namespace Satcom.WebApi.Anomalies;

/// <summary>A step, with what the person says of it.</summary>
/// <param name="Note">Kept in the anomaly's history.</param>
public sealed record AnomalyNoteRequest(string? Note = null);

/// <summary>Who is to settle an anomaly.</summary>
/// <param name="AssigneeId">A user of the company who may manage anomalies.</param>
/// <param name="Note">Kept in the anomaly's history.</param>
public sealed record AnomalyAssignmentRequest(Guid AssigneeId, string? Note = null);

/// <summary>How an anomaly was settled.</summary>
/// <param name="Resolution">How it was settled.</param>
/// <param name="Note">Kept in the anomaly's history.</param>
public sealed record AnomalyResolutionRequest(AnomalyResolution? Resolution = null, string? Note = null);
