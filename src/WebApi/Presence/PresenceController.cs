using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Presence;
using Satcom.Domain.Presence;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Presence;

[Route("api/v1/presence")]
public sealed class PresenceController : ApiController
{
    /// <summary>Who is there just now, among the people the caller may see.</summary>
    /// <param name="userIds">Only these people; at most 150.</param>
    /// <param name="status">Only those who are this.</param>
    /// <param name="limit">At most so many people.</param>
    /// <param name="cursor">From an earlier page.</param>
    [HttpGet]
    public Task<ActionResult<Page<PresenceItem>>> ListPresence(
        [FromQuery] Guid[]? userIds,
        [FromQuery] PresenceStatus? status,
        [FromQuery] int limit = Paging.DefaultLimit,
        [FromQuery] string? cursor = null,
        CancellationToken cancellationToken = default) =>
        Send(new ListPresenceQuery(userIds ?? [], status, limit, cursor), cancellationToken);
}
