using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Identity;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Identity;

/// <summary>Sign-in and sessions.</summary>
[Route("api/v1/auth")]
public sealed class AuthController : ApiController
{
    /// <summary>Sign in with e-mail and password.</summary>
    [AllowAnonymous]
    [HttpPost("login")]
    public Task<ActionResult<TokenAnswer>> Login(LoginCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Spend a refresh token for new tokens.</summary>
    [AllowAnonymous]
    [HttpPost("refresh")]
    public Task<ActionResult<TokenAnswer>> Refresh(RefreshCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>End the present session, another of one's own, or all of them.</summary>
    [HttpPost("logout")]
    public Task<ActionResult> Logout(LogoutCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);
}
