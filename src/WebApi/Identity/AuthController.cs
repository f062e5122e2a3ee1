using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Identity;

/// <summary>Sign-in, sessions, devices and one's password.</summary>
[Route("api/v1/auth")]
public sealed class AuthController : ApiController
{
    /// <summary>Sign in with e-mail and password.</summary>
    [AllowAnonymous]
    [Sensitive]
    [HttpPost("login")]
    public Task<ActionResult<LoginAnswer>> Login(LoginCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Prove a device by the code that was sent for it.</summary>
    [AllowAnonymous]
    [Sensitive]
    [HttpPost("device/verify")]
    public Task<ActionResult<TokenAnswer>> VerifyDevice(VerifyDeviceCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Send a fresh code in the place of the last one.</summary>
    [AllowAnonymous]
    [Sensitive]
    [HttpPost("device/resend")]
    [ProducesResponseType(StatusCodes.Status202Accepted)]
    public Task<ActionResult> ResendDeviceCode(ResendDeviceCodeCommand body, CancellationToken cancellationToken) => SendAccepted(body, cancellationToken);

    /// <summary>Spend a refresh token for new tokens.</summary>
    [AllowAnonymous]
    [HttpPost("refresh")]
    public Task<ActionResult<TokenAnswer>> Refresh(RefreshCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Show one's password again, for changes that need a recent proof; the session goes on.</summary>
    [Sensitive]
    [HttpPost("reauthenticate")]
    public Task<ActionResult> Reauthenticate(ReauthenticateCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>End the present session, another of one's own, or all of them; a refresh token alone is proof enough.</summary>
    [AllowAnonymous]
    [HttpPost("logout")]
    public Task<ActionResult> Logout(LogoutCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Ask for a mail with which a new password can be set; the answer is always the same.</summary>
    [AllowAnonymous]
    [Sensitive]
    [HttpPost("password/forgot")]
    [ProducesResponseType(StatusCodes.Status202Accepted)]
    public Task<ActionResult> ForgotPassword(ForgotPasswordCommand body, CancellationToken cancellationToken) => SendAccepted(body, cancellationToken);

    /// <summary>Set a password with a mailed link; every session and trusted device ends.</summary>
    [AllowAnonymous]
    [Sensitive]
    [HttpPost("password/reset")]
    public Task<ActionResult> ResetPassword(ResetPasswordCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Change one's password; one's other sessions end.</summary>
    [Sensitive]
    [HttpPost("password/change")]
    public Task<ActionResult> ChangePassword(ChangePasswordCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Make an account by oneself; in Development only, elsewhere there is no such route.</summary>
    [AllowAnonymous]
    [DevelopmentOnly]
    [Sensitive]
    [HttpPost("register")]
    [ProducesResponseType(StatusCodes.Status202Accepted)]
    public Task<ActionResult> Register(RegisterCommand body, CancellationToken cancellationToken) => SendAccepted(body, cancellationToken);

    /// <summary>One's own sessions that are alive, newest first.</summary>
    [HttpGet("sessions")]
    public Task<ActionResult<Page<SignedInSessionDto>>> ListSessions([FromQuery] ListSessionsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>End one of one's own sessions.</summary>
    [HttpDelete("sessions/{id:guid}")]
    public Task<ActionResult> EndSession(Guid id, CancellationToken cancellationToken) => Send(new EndSessionCommand(id), cancellationToken);

    /// <summary>One's own trusted devices, the one used last first.</summary>
    [HttpGet("devices")]
    public Task<ActionResult<Page<TrustedDeviceDto>>> ListDevices([FromQuery] ListDevicesQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Trust one of one's own devices no more; its sessions end.</summary>
    [HttpDelete("devices/{id:guid}")]
    public Task<ActionResult> RevokeDevice(Guid id, CancellationToken cancellationToken) => Send(new RevokeDeviceCommand(id), cancellationToken);
}
