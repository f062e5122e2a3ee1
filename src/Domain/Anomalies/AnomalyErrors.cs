using Satcom.Domain.Common;

namespace Satcom.Domain.Anomalies;

/// <summary>The anomaly's present status does not allow that step.</summary>
public sealed record AnomalyStateForbids() : Error("anomaly_state_forbids", ErrorKind.Conflict);

/// <summary>Nobody settles what is about themselves.</summary>
public sealed record AnomalyOwn() : Error("anomaly_own", ErrorKind.Forbidden);

/// <summary>As many evaluations of the company as may be are not finished yet.</summary>
public sealed record EvaluationRunning() : Error("evaluation_running", ErrorKind.Conflict);

/// <summary>The evaluation is over already.</summary>
public sealed record EvaluationEnded() : Error("evaluation_ended", ErrorKind.Conflict);

/// <summary>So many people and days cannot be previewed in one request.</summary>
public sealed record PreviewTooLarge() : Error("preview_too_large", ErrorKind.Unprocessable);

/// <summary>The assignee is no active user of the tenant who may manage anomalies.</summary>
public sealed record AssigneeInvalid() : Error("assignee_invalid", ErrorKind.Unprocessable);

/// <summary>A team or shift of the rule's scope is none of the company's.</summary>
public sealed record AnomalyScopeUnknown() : Error("anomaly_scope_unknown", ErrorKind.Unprocessable);
