using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Leaves;

[Route("api/v1/leave-policies")]
public sealed class LeavePoliciesController : ApiController
{
    /// <summary>The company's policies of leave, oldest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<LeavePolicyDto>>> ListLeavePolicies([FromQuery] ListLeavePoliciesQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Makes a policy of leave, which people can then be assigned.</summary>
    [HttpPost]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<LeavePolicyDto>> CreateLeavePolicy(CreateLeavePolicyCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>One policy of leave.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<LeavePolicyDto>> GetLeavePolicy(Guid id, CancellationToken cancellationToken) => Send(new GetLeavePolicyQuery(id), cancellationToken);

    /// <summary>Says a policy of leave anew. Once somebody earns by it, only its name, blackout dates and negative limit may change.</summary>
    [HttpPut("{id:guid}")]
    public Task<ActionResult<LeavePolicyDto>> UpdateLeavePolicy(Guid id, LeavePolicyFields body, CancellationToken cancellationToken) => Send(new UpdateLeavePolicyCommand(id, body), cancellationToken);

    /// <summary>Takes a policy of leave away that nobody is or was assigned.</summary>
    [HttpDelete("{id:guid}")]
    public Task<ActionResult> DeleteLeavePolicy(Guid id, CancellationToken cancellationToken) => Send(new DeleteLeavePolicyCommand(id), cancellationToken);
}

/// <summary>Who earns leave by which policy.</summary>
[Route("api/v1/leave-assignments")]
public sealed class LeaveAssignmentsController : ApiController
{
    /// <summary>Who earns leave by which policy, oldest assignment first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<LeaveAssignmentDto>>> ListLeaveAssignments([FromQuery] ListLeaveAssignmentsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Lets somebody earn leave by a policy from a date on, and posts what they have earned by now.</summary>
    [HttpPost]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<LeaveAssignmentDto>> CreateLeaveAssignment(CreateLeaveAssignmentCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>Ends an assignment on a date, or lets it go on. What was earned stays.</summary>
    [HttpPut("{id:guid}")]
    public Task<ActionResult<LeaveAssignmentDto>> EndLeaveAssignment(Guid id, LeaveAssignmentEnd body, CancellationToken cancellationToken) =>
        Send(new EndLeaveAssignmentCommand(id, body.To), cancellationToken);

    /// <summary>Takes an assignment away by which nothing was earned yet.</summary>
    [HttpDelete("{id:guid}")]
    public Task<ActionResult> DeleteLeaveAssignment(Guid id, CancellationToken cancellationToken) => Send(new DeleteLeaveAssignmentCommand(id), cancellationToken);
}

/// <summary>When an assignment ends.</summary>
/// <param name="To">The last date; null lets it go on.</param>
public sealed record LeaveAssignmentEnd(DateOnly? To);
