using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Identity.Provider;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>What one has allowed integrators' programs.</summary>
[Route("api/v1/auth/consents")]
public sealed class ConsentsController : ApiController
{
    /// <summary>What the caller has allowed integrators' programs, the latest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<ConsentDto>>> ListConsents([FromQuery] ListConsentsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Take back what the caller allowed a program; its tokens for them stop working.</summary>
    [HttpDelete("{id:guid}")]
    public Task<ActionResult> WithdrawConsent(Guid id, CancellationToken cancellationToken) => Send(new WithdrawConsentCommand(id), cancellationToken);
}
