using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.People;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.People;

/// <summary>Accounts and employees of the caller's company.</summary>
[Route("api/v1/users")]
public sealed class UsersController : ApiController
{
    /// <summary>The company's accounts, newest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<UserDto>>> ListUsers([FromQuery] ListUsersQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Makes an account with its employee, and mails the person a link to set their password.</summary>
    [HttpPost]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<UserDto>> CreateUser(CreateUserCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>One account with its employee.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<UserDto>> GetUser(Guid id, CancellationToken cancellationToken) => Send(new GetUserQuery(id), cancellationToken);

    /// <summary>Changes what is given of an account and its employee, and leaves the rest.</summary>
    [HttpPatch("{id:guid}")]
    public Task<ActionResult<UserDto>> UpdateUser(Guid id, UserPatch body, CancellationToken cancellationToken) => Send(new UpdateUserCommand(id, body), cancellationToken);

    /// <summary>Shuts an account and ends all its sessions.</summary>
    [HttpPost("{id:guid}/deactivate")]
    public Task<ActionResult<UserDto>> DeactivateUser(Guid id, DeactivationReason body, CancellationToken cancellationToken) =>
        Send(new DeactivateUserCommand(id, body.Reason), cancellationToken);

    /// <summary>Opens a deactivated account again, as if it had not been shut, or with another employment from a date on.</summary>
    [HttpPost("{id:guid}/reactivate")]
    public Task<ActionResult<UserDto>> ReactivateUser(Guid id, Reactivation body, CancellationToken cancellationToken) => Send(new ReactivateUserCommand(id, body.StartsOn), cancellationToken);

    /// <summary>Forgets the wrong passwords and codes that hold a person up at sign-in.</summary>
    [HttpPost("{id:guid}/unlock")]
    public Task<ActionResult<UserDto>> UnlockUser(Guid id, CancellationToken cancellationToken) => Send(new UnlockUserCommand(id), cancellationToken);

    /// <summary>Mails the person a link to set a new password; nobody else ever sees or sets it.</summary>
    [HttpPost("{id:guid}/reset-password")]
    [ProducesResponseType(StatusCodes.Status202Accepted)]
    public Task<ActionResult> ResetUserPassword(Guid id, CancellationToken cancellationToken) => SendAccepted(new ResetUserPasswordCommand(id), cancellationToken);

    /// <summary>The devices that the person signs in on without a code, the one used last first.</summary>
    [HttpGet("{id:guid}/devices")]
    public Task<ActionResult<Page<TrustedDeviceDto>>> ListUserDevices(Guid id, [FromQuery] PageRequest page, CancellationToken cancellationToken) =>
        Send(new ListUserDevicesQuery(id, page.Limit, page.Cursor), cancellationToken);

    /// <summary>Trusts none of the person's devices any more; the sessions that were started on them end.</summary>
    [HttpDelete("{id:guid}/devices")]
    public Task<ActionResult> RevokeUserDevices(Guid id, CancellationToken cancellationToken) => Send(new RevokeUserDevicesCommand(id), cancellationToken);

    /// <summary>Trusts one of the person's devices no more; the sessions that were started on it end.</summary>
    [HttpDelete("{id:guid}/devices/{deviceId:guid}")]
    public Task<ActionResult> RevokeUserDevice(Guid id, Guid deviceId, CancellationToken cancellationToken) => Send(new RevokeUserDeviceCommand(id, deviceId), cancellationToken);

    /// <summary>The person's live sessions, newest first.</summary>
    [HttpGet("{id:guid}/sessions")]
    public Task<ActionResult<Page<SignedInSessionDto>>> ListUserSessions(Guid id, [FromQuery] PageRequest page, CancellationToken cancellationToken) =>
        Send(new ListUserSessionsQuery(id, page.Limit, page.Cursor), cancellationToken);

    /// <summary>Signs the person out everywhere.</summary>
    [HttpDelete("{id:guid}/sessions")]
    public Task<ActionResult> EndUserSessions(Guid id, CancellationToken cancellationToken) => Send(new EndUserSessionsCommand(id), cancellationToken);

    /// <summary>Ends one of the person's sessions.</summary>
    [HttpDelete("{id:guid}/sessions/{sessionId:guid}")]
    public Task<ActionResult> EndUserSession(Guid id, Guid sessionId, CancellationToken cancellationToken) => Send(new EndUserSessionCommand(id, sessionId), cancellationToken);
}

/// <summary>Why an account is shut.</summary>
/// <param name="Reason">Kept in the audit.</param>
public sealed record DeactivationReason(string? Reason = null);

/// <summary>How somebody comes back.</summary>
/// <param name="StartsOn">The first date of another employment, behind the end of the last one; left out, that one goes on as if it had not ended.</param>
public sealed record Reactivation(DateOnly? StartsOn = null);

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Limit">1 to 200.</param>
/// <param name="Cursor">From an earlier page.</param>
public sealed record PageRequest(int Limit = Paging.DefaultLimit, string? Cursor = null);
