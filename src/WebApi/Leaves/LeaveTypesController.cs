using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Leaves;

[Route("api/v1/leave-types")]
public sealed class LeaveTypesController : ApiController
{
    /// <summary>The company's types of leave, oldest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<LeaveTypeDto>>> ListLeaveTypes([FromQuery] ListLeaveTypesQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Makes a type of leave.</summary>
    [HttpPost]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<LeaveTypeDto>> CreateLeaveType(CreateLeaveTypeCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>One type of leave.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<LeaveTypeDto>> GetLeaveType(Guid id, CancellationToken cancellationToken) => Send(new GetLeaveTypeQuery(id), cancellationToken);

    /// <summary>Describes a type of leave anew, and takes it out of use or back into it.</summary>
    [HttpPut("{id:guid}")]
    public Task<ActionResult<LeaveTypeDto>> UpdateLeaveType(Guid id, LeaveTypeFields body, CancellationToken cancellationToken) => Send(new UpdateLeaveTypeCommand(id, body), cancellationToken);

    /// <summary>Takes a type of leave away; one that is used is archived.</summary>
    [HttpDelete("{id:guid}")]
    public Task<ActionResult> DeleteLeaveType(Guid id, CancellationToken cancellationToken) => Send(new DeleteLeaveTypeCommand(id), cancellationToken);
}
