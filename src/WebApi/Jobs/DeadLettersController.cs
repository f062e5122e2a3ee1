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

    /// <summary>Sends an event again that was given up.</summary>
    [HttpPost("{id:guid}/retry")]
    public Task<ActionResult> RetryDeadLetter(Guid id, CancellationToken cancellationToken) => Send(new RetryDeadLetterCommand(id), cancellationToken);
}
