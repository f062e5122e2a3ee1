using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Tenancy;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Tenancy;

[Route("api/v1/tenants")]
public sealed class TenantsController : ApiController
{
    /// <summary>Every company of the installation, newest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<TenantDto>>> ListTenants([FromQuery] ListTenantsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);
}
