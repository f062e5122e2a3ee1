using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Jobs;
using Satcom.Application.Notifications;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Notifications;

[Route("api/v1/outbox/dead-messages")]
public sealed class DeadMessagesController : ApiController
{
    /// <summary>Mails and text messages that could not be sent, latest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<DeadMessageDto>>> ListDeadMessages([FromQuery] ListDeadMessagesQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>One message that could not be sent.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<DeadMessageDto>> GetDeadMessage(Guid id, CancellationToken cancellationToken) => Send(new GetDeadMessageQuery(id), cancellationToken);

    /// <summary>Sends many messages again that were given up.</summary>
    [HttpPost("retry")]
    public Task<ActionResult<RetriedMany>> RetryDeadMessages(RetryDeadMessagesCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Sends a message again that was given up.</summary>
    [HttpPost("{id:guid}/retry")]
    public Task<ActionResult> RetryDeadMessage(Guid id, CancellationToken cancellationToken) => Send(new RetryDeadMessageCommand(id), cancellationToken);
}
