using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Shifts;

/// <summary>The company's shifts.</summary>
[Route("api/v1/shifts")]
public sealed class ShiftsController : ApiController
{
    /// <summary>The company's shifts, oldest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<ShiftDto>>> ListShifts([FromQuery] ListShiftsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Makes a shift, which people can then be assigned to.</summary>
    [HttpPost]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<ShiftDto>> CreateShift(CreateShiftCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>One shift, archived or not.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<ShiftDto>> GetShift(Guid id, CancellationToken cancellationToken) => Send(new GetShiftQuery(id), cancellationToken);

    /// <summary>Renames a shift, or gives it other hours from a date on.</summary>
    [HttpPatch("{id:guid}")]
    public Task<ActionResult<ShiftDto>> UpdateShift(Guid id, ShiftPatch body, CancellationToken cancellationToken) => Send(new UpdateShiftCommand(id, body), cancellationToken);

    /// <summary>Takes a shift out of use. Those who are assigned to it keep it.</summary>
    [HttpDelete("{id:guid}")]
    public Task<ActionResult> ArchiveShift(Guid id, CancellationToken cancellationToken) => Send(new ArchiveShiftCommand(id), cancellationToken);
}
