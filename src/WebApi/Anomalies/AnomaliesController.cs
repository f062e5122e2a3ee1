using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Anomalies;

[Route("api/v1/anomalies")]
public sealed class AnomaliesController : ApiController
{
    /// <summary>Anomalies, newest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<AnomalyDto>>> List([FromQuery] ListAnomaliesQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>One anomaly, with the facts that raised it and its history.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<AnomalyDto>> Get(Guid id, CancellationToken cancellationToken) => Send(new GetAnomalyQuery(id), cancellationToken);

    /// <summary>Says that somebody has seen an open anomaly and looks into it.</summary>
    [HttpPost("{id:guid}/acknowledge")]
    public Task<ActionResult<AnomalyDto>> Acknowledge(Guid id, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] AnomalyNoteRequest? body, CancellationToken cancellationToken) =>
        Send(new AcknowledgeAnomalyCommand(id, body?.Note), cancellationToken);

    /// <summary>Gives an anomaly to somebody who may manage anomalies.</summary>
    [HttpPost("{id:guid}/assign")]
    public Task<ActionResult<AnomalyDto>> Assign(Guid id, AnomalyAssignmentRequest body, CancellationToken cancellationToken) =>
        Send(new AssignAnomalyCommand(id, body.AssigneeId, body.Note), cancellationToken);

    /// <summary>Settles an anomaly.</summary>
    [HttpPost("{id:guid}/resolve")]
    public Task<ActionResult<AnomalyDto>> Resolve(Guid id, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] AnomalyResolutionRequest? body, CancellationToken cancellationToken) =>
        Send(new ResolveAnomalyCommand(id, body?.Resolution, body?.Note), cancellationToken);

    /// <summary>Opens a resolved anomaly again.</summary>
    [HttpPost("{id:guid}/reopen")]
    public Task<ActionResult<AnomalyDto>> Reopen(Guid id, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] AnomalyNoteRequest? body, CancellationToken cancellationToken) =>
        Send(new ReopenAnomalyCommand(id, body?.Note), cancellationToken);
}
