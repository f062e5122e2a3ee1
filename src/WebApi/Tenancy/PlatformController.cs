using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Tenancy;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Tenancy;

[Route("api/v1/platform")]
public sealed class PlatformController : ApiController
{
    /// <summary>Enters another company as a platform administrator, for a reason that both audits keep.</summary>
    [HttpPost("scope")]
    public Task<ActionResult<PlatformScopeDto>> EnterPlatformScope(EnterPlatformScopeCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);
}
