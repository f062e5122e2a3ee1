using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Identity;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Identity;

/// <summary>One's own phone number.</summary>
[Route("api/v1/me/phone")]
public sealed class MyPhoneController : ApiController
{
    /// <summary>One's number, and whether a change of it is held.</summary>
    [HttpGet]
    public Task<ActionResult<PhoneDto>> GetPhone(CancellationToken cancellationToken) => Send(new GetPhoneQuery(), cancellationToken);

    /// <summary>Ask for another number; a code goes to the old one.</summary>
    [Sensitive]
    [HttpPost]
    public Task<ActionResult<PhoneChangeDto>> AskPhoneChange(AskPhoneChangeCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Change one's number by the code that was sent; the new one gets codes after a day.</summary>
    [Sensitive]
    [HttpPost("confirm")]
    public Task<ActionResult<PhoneDto>> ConfirmPhoneChange(ConfirmPhoneChangeCommand body, CancellationToken cancellationToken) => Send(body, cancellationToken);

    /// <summary>Take a change of one's number back that waits or is held.</summary>
    [HttpDelete("change")]
    public Task<ActionResult> CancelPhoneChange(CancellationToken cancellationToken) => Send(new CancelPhoneChangeCommand(), cancellationToken);
}
