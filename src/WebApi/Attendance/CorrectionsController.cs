using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Attendance;

/// <summary>Wishes that a day be counted otherwise.</summary>
[Route("api/v1/attendance/corrections")]
public sealed class CorrectionsController : ApiController
{
    /// <summary>Ask that one's own day be counted otherwise.</summary>
    [HttpPost]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<CorrectionDto>> RequestCorrection(RequestCorrectionCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>Correction requests that the caller may see, newest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<CorrectionDto>>> ListCorrections([FromQuery] ListCorrectionsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>One correction request.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<CorrectionDto>> GetCorrection(Guid id, CancellationToken cancellationToken) => Send(new GetCorrectionQuery(id), cancellationToken);

    /// <summary>Grant a correction: the day is counted as asked.</summary>
    [HttpPost("{id:guid}/approve")]
    public Task<ActionResult<CorrectionDto>> ApproveCorrection(Guid id, CorrectionDecisionRequest body, CancellationToken cancellationToken) =>
        Send(new ApproveCorrectionCommand(id, body.Note), cancellationToken);

    /// <summary>Refuse a correction.</summary>
    [HttpPost("{id:guid}/reject")]
    public Task<ActionResult<CorrectionDto>> RejectCorrection(Guid id, CorrectionDecisionRequest body, CancellationToken cancellationToken) =>
        Send(new RejectCorrectionCommand(id, body.Note), cancellationToken);

    /// <summary>Take a correction of one's own back, while nobody has decided it.</summary>
    [HttpPost("{id:guid}/cancel")]
    public Task<ActionResult<CorrectionDto>> CancelCorrection(Guid id, CancellationToken cancellationToken) => Send(new CancelCorrectionCommand(id), cancellationToken);
}
