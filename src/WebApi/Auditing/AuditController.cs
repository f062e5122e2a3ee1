using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Auditing;

[Route("api/v1/audit")]
public sealed class AuditController : ApiController
{
    /// <summary>Who did what, newest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<AuditEntryDto>>> ListAuditEntries([FromQuery] ListAuditEntriesQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);
}
