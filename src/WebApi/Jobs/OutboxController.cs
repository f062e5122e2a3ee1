using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Jobs;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Jobs;

[Route("api/v1/outbox")]
public sealed class OutboxController : ApiController
{
    /// <summary>How much waits to be delivered, fails, and was given up.</summary>
    [HttpGet]
    public Task<ActionResult<OutboxDto>> GetOutbox(CancellationToken cancellationToken) => Send(new GetOutboxQuery(), cancellationToken);
}
