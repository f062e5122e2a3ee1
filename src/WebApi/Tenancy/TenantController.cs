using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Tenancy;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Tenancy;

[Route("api/v1/tenant")]
public sealed class TenantController : ApiController
{
    /// <summary>The caller's own company and its settings.</summary>
    [HttpGet]
    public Task<ActionResult<TenantDto>> GetOwnTenant(CancellationToken cancellationToken) => Send(new GetOwnTenantQuery(), cancellationToken);

    /// <summary>Changes what is given of the caller's own company and leaves the rest.</summary>
    [HttpPatch]
    public Task<ActionResult<TenantDto>> UpdateOwnTenant(UpdateOwnTenantCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);
}
