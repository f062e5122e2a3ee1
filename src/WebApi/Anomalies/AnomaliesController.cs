using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;
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

    /// <summary>Gives an anomaly to somebody who may manage anomalies.</summary>
    [HttpPost("{id:guid}/assign")]
    public Task<ActionResult<AnomalyDto>> AssignAnomaly(Guid id, AnomalyAssignmentRequest body, CancellationToken cancellationToken) =>
        Send(new AssignAnomalyCommand(id, body.AssigneeId, body.Note), cancellationToken);

    /// <summary>Settles an anomaly.</summary>
    [HttpPost("{id:guid}/resolve")]
    public Task<ActionResult<AnomalyDto>> ResolveAnomaly(Guid id, AnomalyResolutionRequest body, CancellationToken cancellationToken) =>
        Send(new ResolveAnomalyCommand(id, body.Resolution, body.Note), cancellationToken);

    /// <summary>Opens a resolved anomaly again.</summary>
    [HttpPost("{id:guid}/reopen")]
    public Task<ActionResult<AnomalyDto>> ReopenAnomaly(Guid id, AnomalyNoteRequest body, CancellationToken cancellationToken) =>
        Send(new ReopenAnomalyCommand(id, body.Note), cancellationToken);
}
