using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Jobs;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Jobs;

[Route("api/v1/outbox/dead-letters")]
public sealed class DeadLettersController : ApiController
{
    /// <summary>Events that could not be delivered, latest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<DeadLetterDto>>> ListDeadLetters([FromQuery] ListDeadLettersQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>One event that could not be delivered.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<DeadLetterDto>> GetDeadLetter(Guid id, CancellationToken cancellationToken) => Send(new GetDeadLetterQuery(id), cancellationToken);

    /// <summary>Sends many events again that were given up.</summary>
    [HttpPost("retry")]
    public Task<ActionResult<RetriedMany>> RetryDeadLetters(RetryDeadLettersCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Sends an event again that was given up.</summary>
    [HttpPost("{id:guid}/retry")]
    public Task<ActionResult> RetryDeadLetter(Guid id, CancellationToken cancellationToken) => Send(new RetryDeadLetterCommand(id), cancellationToken);
}
