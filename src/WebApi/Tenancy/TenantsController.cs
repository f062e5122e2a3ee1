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

    /// <summary>Founds a company and mails its first administrator a link to set their password.</summary>
    [HttpPost]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<TenantDto>> CreateTenant(CreateTenantCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>One company of the installation.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<TenantDto>> GetTenant(Guid id, CancellationToken cancellationToken) => Send(new GetTenantQuery(id), cancellationToken);

    /// <summary>Changes what is given of a company and leaves the rest.</summary>
    [HttpPatch("{id:guid}")]
    public Task<ActionResult<TenantDto>> UpdateTenant(Guid id, TenantPatch body, CancellationToken cancellationToken) =>
        Send(new UpdateTenantCommand(id, body.Name, body.Locale, body.TimeZone), cancellationToken);

    /// <summary>Gives a company another administrator, and mails them a link to set their password. One who has not set it yet gets another link.</summary>
    [HttpPost("{id:guid}/administrators")]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<TenantAdministratorDto>> InviteTenantAdministrator(Guid id, NewTenantAdministrator body, CancellationToken cancellationToken) =>
        SendCreated(new InviteTenantAdministratorCommand(id, body.Id, body.Email, body.DisplayName, body.Locale), cancellationToken);

    /// <summary>Shuts a company: nobody of it can sign in or use a token until it is resumed.</summary>
    [HttpPost("{id:guid}/suspend")]
    public Task<ActionResult<TenantDto>> SuspendTenant(Guid id, TenantReason body, CancellationToken cancellationToken) =>
        Send(new SuspendTenantCommand(id, body.Reason), cancellationToken);

    /// <summary>Opens a suspended company again.</summary>
    [HttpPost("{id:guid}/resume")]
    public Task<ActionResult<TenantDto>> ResumeTenant(Guid id, TenantReason body, CancellationToken cancellationToken) =>
        Send(new ResumeTenantCommand(id, body.Reason), cancellationToken);
}

/// <summary>What to change of a company; what is left out stays.</summary>
/// <param name="Name">What the company is called.</param>
/// <param name="Locale">en or ar.</param>
/// <param name="TimeZone">IANA.</param>
public sealed record TenantPatch(string? Name = null, string? Locale = null, string? TimeZone = null);

/// <summary>Who is to administer a company.</summary>
/// <param name="Email">What the person signs in with; unique in the company.</param>
/// <param name="DisplayName">What the person is called.</param>
/// <param name="Locale">The language of the mail, en or ar; the company's when it is left out.</param>
/// <param name="Id">The client's id of the account: sent again with the same content, it makes none.</param>
public sealed record NewTenantAdministrator(string Email, string DisplayName, string? Locale = null, Guid? Id = null);

/// <summary>Why.</summary>
/// <param name="Reason">Kept in both audits.</param>
public sealed record TenantReason(string? Reason = null);
