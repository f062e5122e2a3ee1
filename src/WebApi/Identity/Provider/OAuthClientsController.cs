using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Satcom.Application.Common;
using Satcom.Application.Identity.Provider;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>Integrators' programs.</summary>
[Route("api/v1/oauth-clients")]
public sealed class OAuthClientsController : ApiController
{
    /// <summary>The company's clients, newest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<OAuthClientDto>>> ListOAuthClients([FromQuery] ListOAuthClientsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Register a client. Its secret is shown this once.</summary>
    [HttpPost]
    [ProducesResponseType<OAuthClientWithSecretDto>(StatusCodes.Status201Created)]
    public Task<ActionResult<OAuthClientWithSecretDto>> CreateOAuthClient(CreateOAuthClientCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>One client.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<OAuthClientDto>> GetOAuthClient(Guid id, CancellationToken cancellationToken) => Send(new GetOAuthClientQuery(id), cancellationToken);

    /// <summary>Change what is given of a client and leave the rest.</summary>
    [HttpPatch("{id:guid}")]
    public Task<ActionResult<OAuthClientDto>> UpdateOAuthClient(Guid id, OAuthClientChange body, CancellationToken cancellationToken) => Send(body.ToCommand(id), cancellationToken);

    /// <summary>Delete a client. Its client_id is never given again.</summary>
    [HttpDelete("{id:guid}")]
    public Task<ActionResult> DeleteOAuthClient(Guid id, CancellationToken cancellationToken) => Send(new DeleteOAuthClientCommand(id), cancellationToken);

    /// <summary>Give a client a new secret, shown this once. The old one works on for a while.</summary>
    [HttpPost("{id:guid}/rotate-secret")]
    public Task<ActionResult<OAuthClientWithSecretDto>> RotateOAuthClientSecret(
        Guid id, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] OAuthClientSecretChange? body, CancellationToken cancellationToken) =>
        Send(new RotateOAuthClientSecretCommand(id, body?.GraceSeconds), cancellationToken);

    /// <summary>Refuse a client at every endpoint.</summary>
    [HttpPost("{id:guid}/disable")]
    public Task<ActionResult<OAuthClientDto>> DisableOAuthClient(Guid id, CancellationToken cancellationToken) => Send(new DisableOAuthClientCommand(id), cancellationToken);

    /// <summary>Let a disabled client work again.</summary>
    [HttpPost("{id:guid}/enable")]
    public Task<ActionResult<OAuthClientDto>> EnableOAuthClient(Guid id, CancellationToken cancellationToken) => Send(new EnableOAuthClientCommand(id), cancellationToken);
}
