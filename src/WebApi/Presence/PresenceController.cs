using MediatR;
using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Presence;
using Satcom.Domain.Presence;

namespace Satcom.WebApi.Presence;

[ApiController]
[Route("api/v1/presence")]
public sealed class PresenceController(IMediator mediator) : ControllerBase
{
    /// <summary>Who is there just now, among the people the caller may see.</summary>
    /// <param name="userIds">Only these people; at most 200.</param>
    /// <param name="status">Only those who are this.</param>
    [HttpGet]
    public async Task<ActionResult<Page<PresenceItem>>> List(
        [FromQuery] Guid[]? userIds, [FromQuery] PresenceStatus? status, CancellationToken cancellationToken, [FromQuery] int limit = Paging.DefaultLimit, [FromQuery] string? cursor = null)
    {
        var result = await mediator.Send(new ListPresenceQuery(userIds ?? [], status, limit, cursor), cancellationToken);
        return result.Value;
    }
}
