using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Shifts;

/// <summary>Who works which shift or pattern in which dates.</summary>
[Route("api/v1/shift-assignments")]
public sealed class ShiftAssignmentsController : ApiController
{
    /// <summary>Assignments of the people whom the caller sees, the one that begins last first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<ShiftAssignmentDto>>> ListShiftAssignments([FromQuery] ListShiftAssignmentsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Assigns a person to a shift or a pattern in a range of dates.</summary>
    [HttpPost]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<ShiftAssignmentDto>> AssignShift(AssignShiftCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>Assigns many people at once: all of them, or nobody; the caller alone is left out where it would change what their own leave costs.</summary>
    [HttpPost("bulk")]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<AssignedShifts>> AssignShifts(AssignShiftsCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>One assignment of somebody whom the caller sees.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<ShiftAssignmentDto>> GetShiftAssignment(Guid id, CancellationToken cancellationToken) => Send(new GetShiftAssignmentQuery(id), cancellationToken);

    /// <summary>Ends an assignment on a date, or lets it go on.</summary>
    [HttpPatch("{id:guid}")]
    public Task<ActionResult<ShiftAssignmentDto>> EndShiftAssignment(Guid id, ShiftAssignmentPatch body, CancellationToken cancellationToken) =>
        Send(new EndShiftAssignmentCommand(id, body), cancellationToken);

    /// <summary>Takes an assignment away as if it had never been.</summary>
    [HttpDelete("{id:guid}")]
    public Task<ActionResult> DeleteShiftAssignment(Guid id, CancellationToken cancellationToken) => Send(new DeleteShiftAssignmentCommand(id), cancellationToken);
}
