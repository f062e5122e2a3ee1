using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Identity;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Identity;

/// <summary>The signed-in person.</summary>
[Route("api/v1/me")]
public sealed class MeController : ApiController
{
    /// <summary>Who is signed in, with their working side.</summary>
    [HttpGet]
    public Task<ActionResult<Me>> GetMe(CancellationToken cancellationToken) => Send(new GetMeQuery(), cancellationToken);
}
