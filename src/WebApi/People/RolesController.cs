using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.People;

[Route("api/v1/roles")]
public sealed class RolesController : ApiController
{
    /// <summary>The roles that the company's people can have, and what each allows.</summary>
    [HttpGet]
    public Task<ActionResult<Page<RoleDto>>> ListRoles(CancellationToken cancellationToken) => Send(new ListRolesQuery(), cancellationToken);
}
