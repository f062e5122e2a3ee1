using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Anomalies;

[Route("api/v1/anomalies")]
public sealed class AnomaliesController : ApiController
{
    /// <summary>Anomalies, newest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<AnomalyDto>>> ListAnomalies([FromQuery] ListAnomaliesQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>One anomaly, with the facts that raised it and its history.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<AnomalyDto>> GetAnomaly(Guid id, CancellationToken cancellationToken) => Send(new GetAnomalyQuery(id), cancellationToken);

    /// <summary>Says that somebody has seen an open anomaly and looks into it.</summary>
    [HttpPost("{id:guid}/acknowledge")]
    public Task<ActionResult<AnomalyDto>> AcknowledgeAnomaly(Guid id, AnomalyNoteRequest body, CancellationToken cancellationToken) =>
        Send(new AcknowledgeAnomalyCommand(id, body.Note), cancellationToken);

    /// <summary>Gives an anomaly to somebody who may manage anomalies, or takes it from whoever has it.</summary>
    [HttpPost("{id:guid}/assign")]
    public Task<ActionResult<AnomalyDto>> AssignAnomaly(Guid id, AnomalyAssignmentRequest body, CancellationToken cancellationToken) =>
        Send(new AssignAnomalyCommand(id, body.AssigneeId, body.Note), cancellationToken);

    /// <summary>Settles an anomaly.</summary>
    [HttpPost("{id:guid}/resolve")]
    public Task<ActionResult<AnomalyDto>> ResolveAnomaly(Guid id, AnomalyResolutionRequest body, CancellationToken cancellationToken) =>
        Send(new ResolveAnomalyCommand(id, body.Resolution, body.Note), cancellationToken);

    /// <summary>How many anomalies wait, as a badge shows them.</summary>
    [HttpGet("counts")]
    public Task<ActionResult<AnomalyCountsDto>> CountAnomalies(CancellationToken cancellationToken) => Send(new CountAnomaliesQuery(), cancellationToken);

    /// <summary>Has days judged anew in the background; the answer says where to look how far it is.</summary>
    [HttpPost("evaluate")]
    [ProducesResponseType<AnomalyEvaluationDto>(StatusCodes.Status202Accepted)]
    public Task<ActionResult<AnomalyEvaluationDto>> EvaluateAnomalies(EvaluateAnomaliesCommand body, CancellationToken cancellationToken) => SendAccepted(body, cancellationToken);

    /// <summary>Evaluations, those that were asked for last first; nightly ones too.</summary>
    [HttpGet("evaluations")]
    public Task<ActionResult<Page<AnomalyEvaluationDto>>> ListEvaluations([FromQuery] ListEvaluationsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>How far an evaluation has come.</summary>
    [HttpGet("evaluations/{id:guid}")]
    public Task<ActionResult<AnomalyEvaluationDto>> GetEvaluation(Guid id, CancellationToken cancellationToken) => Send(new GetEvaluationQuery(id), cancellationToken);

    /// <summary>Ends an evaluation between two batches. What was done until then stays done.</summary>
    [HttpPost("evaluations/{id:guid}/cancel")]
    public Task<ActionResult<AnomalyEvaluationDto>> CancelEvaluation(Guid id, CancellationToken cancellationToken) => Send(new CancelEvaluationCommand(id), cancellationToken);

    /// <summary>Every rule as the company has set it.</summary>
    [HttpGet("/api/v1/anomaly-rules")]
    public Task<ActionResult<AnomalyRulesDto>> ListAnomalyRules(CancellationToken cancellationToken) => Send(new ListAnomalyRulesQuery(), cancellationToken);

    /// <summary>What a rule looks for, and on whom.</summary>
    /// <param name="kind">Which rule: what sort of finding it makes.</param>
    [HttpGet("/api/v1/anomaly-rules/{kind}")]
    public Task<ActionResult<AnomalyRuleDto>> GetAnomalyRule(AnomalyKind kind, CancellationToken cancellationToken) => Send(new GetAnomalyRuleQuery(kind), cancellationToken);

    /// <summary>Sets a rule. It holds for whatever is judged from now on.</summary>
    /// <param name="kind">Which rule: what sort of finding it makes.</param>
    [HttpPut("/api/v1/anomaly-rules/{kind}")]
    public Task<ActionResult<AnomalyRuleDto>> PutAnomalyRule(AnomalyKind kind, AnomalyRuleRequest body, CancellationToken cancellationToken) =>
        Send(new PutAnomalyRuleCommand(kind, body.Enabled, body.Severity, body.Thresholds, body.Scope), cancellationToken);

    /// <summary>What a rule would find in the last days if it were set so. Nothing is written.</summary>
    /// <param name="kind">Which rule: what sort of finding it makes.</param>
    [HttpPost("/api/v1/anomaly-rules/{kind}/preview")]
    public Task<ActionResult<AnomalyPreviewDto>> PreviewAnomalyRule(AnomalyKind kind, AnomalyPreviewRequest body, CancellationToken cancellationToken) =>
        Send(new PreviewAnomalyRuleQuery(kind, body.Days, body.Thresholds, body.Scope), cancellationToken);

    /// <summary>Opens a resolved anomaly again.</summary>
    [HttpPost("{id:guid}/reopen")]
    public Task<ActionResult<AnomalyDto>> ReopenAnomaly(Guid id, AnomalyNoteRequest body, CancellationToken cancellationToken) =>
        Send(new ReopenAnomalyCommand(id, body.Note), cancellationToken);
}
