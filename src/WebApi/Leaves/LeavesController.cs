using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Leaves;

[Route("api/v1/leaves")]
public sealed class LeavesController : ApiController
{
    /// <summary>What somebody has left of each type of leave.</summary>
    [HttpGet("balances")]
    public Task<ActionResult<Page<LeaveBalanceDto>>> ListLeaveBalances([FromQuery] ListLeaveBalancesQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>The entries of leave accounts, latest date first.</summary>
    [HttpGet("entries")]
    public Task<ActionResult<Page<LeaveEntryDto>>> ListLeaveEntries([FromQuery] ListLeaveEntriesQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Adds to somebody's balance or takes from it, such as an opening balance.</summary>
    [HttpPost("adjustments")]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<LeaveEntryDto>> AdjustLeaveBalance(AdjustLeaveBalanceCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>People whose leave could not be charged anew when their plans changed, latest first.</summary>
    [HttpGet("recharge-failures")]
    public Task<ActionResult<Page<LeaveRechargeFailureDto>>> ListLeaveRechargeFailures([FromQuery] ListLeaveRechargeFailuresQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Requests for leave, latest leave first.</summary>
    [HttpGet("requests")]
    public Task<ActionResult<Page<LeaveRequestDto>>> ListLeaveRequests([FromQuery] ListLeaveRequestsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Asks for leave, for oneself; who manages leave also enters it for others.</summary>
    [HttpPost("requests")]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<LeaveRequestDto>> RequestLeave(RequestLeaveCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>One request for leave with its history.</summary>
    [HttpGet("requests/{id:guid}")]
    public Task<ActionResult<LeaveRequestDetails>> GetLeaveRequest(Guid id, CancellationToken cancellationToken) => Send(new GetLeaveRequestQuery(id), cancellationToken);

    /// <summary>Speaks for a request of somebody who reports to one.</summary>
    [HttpPost("requests/{id:guid}/recommend")]
    public Task<ActionResult<LeaveRequestDto>> RecommendLeave(Guid id, LeaveNote body, CancellationToken cancellationToken) => Send(new RecommendLeaveCommand(id, body.Note), cancellationToken);

    /// <summary>Grants a request for leave, and takes its days from the balance.</summary>
    [HttpPost("requests/{id:guid}/approve")]
    public Task<ActionResult<LeaveRequestDto>> ApproveLeave(Guid id, LeaveNote body, CancellationToken cancellationToken) => Send(new ApproveLeaveCommand(id, body.Note), cancellationToken);

    /// <summary>Refuses a request for leave; what it held of the balance is free again.</summary>
    [HttpPost("requests/{id:guid}/deny")]
    public Task<ActionResult<LeaveRequestDto>> DenyLeave(Guid id, LeaveNote body, CancellationToken cancellationToken) => Send(new DenyLeaveCommand(id, body.Note), cancellationToken);

    /// <summary>Takes leave back: what it held is free again, what it took is given back. Of approved leave whose first dates are locked only the rest is taken back, and the answer tells its new end.</summary>
    [HttpPost("requests/{id:guid}/cancel")]
    public Task<ActionResult<LeaveRequestDto>> CancelLeave(Guid id, LeaveNote body, CancellationToken cancellationToken) => Send(new CancelLeaveCommand(id, body.Note), cancellationToken);

    /// <summary>Approved leave of the people whom the caller works with, earliest first.</summary>
    [HttpGet("calendar")]
    public Task<ActionResult<Page<LeaveCalendarItem>>> ListLeaveCalendar([FromQuery] ListLeaveCalendarQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Who decides requests for leave in whose place, latest first.</summary>
    [HttpGet("delegations")]
    public Task<ActionResult<Page<LeaveDelegationDto>>> ListLeaveDelegations([FromQuery] ListLeaveDelegationsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Lets somebody decide requests for leave in an approver's place while they are away.</summary>
    [HttpPost("delegations")]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<LeaveDelegationDto>> CreateLeaveDelegation(CreateLeaveDelegationCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>Ends a delegation.</summary>
    [HttpDelete("delegations/{id:guid}")]
    public Task<ActionResult> DeleteLeaveDelegation(Guid id, CancellationToken cancellationToken) => Send(new DeleteLeaveDelegationCommand(id), cancellationToken);

    /// <summary>Whether the caller has a link to approved leave for calendar programs; never its secret.</summary>
    [HttpGet("feed")]
    public Task<ActionResult<LeaveFeedDto>> GetLeaveFeed(CancellationToken cancellationToken) => Send(new GetLeaveFeedQuery(), cancellationToken);

    /// <summary>Makes the caller's secret link to approved leave, or makes it anew: the old one opens nothing any more.</summary>
    [HttpPost("feed")]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<NewLeaveFeedDto>> CreateLeaveFeed(CreateLeaveFeedCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>Ends the caller's link to approved leave.</summary>
    [HttpDelete("feed")]
    public Task<ActionResult> RevokeLeaveFeed(CancellationToken cancellationToken) => Send(new RevokeLeaveFeedCommand(), cancellationToken);

    /// <summary>Leave per person and type in a period, as a table whose last rows sum each type.</summary>
    [HttpGet("/api/v1/exports/leave")]
    [CsvAnswer("employeeCode,name,leaveType,unit,from,to,openingBalance,earned,taken,adjusted,forfeitedOrExpired,closingBalance\r\nE-1,Eman Yousef,Annual,halfDay,2026-01-01,2026-12-31,0.00,22.00,-5.00,0.00,0.00,17.00\r\ntotal,,Annual,halfDay,2026-01-01,2026-12-31,0.00,22.00,-5.00,0.00,0.00,17.00\r\n")]
    public Task<ActionResult> ExportLeave([FromQuery] ExportLeaveQuery query, CancellationToken cancellationToken) => SendCsv(query, cancellationToken);
}

/// <summary>What is said about a request for leave.</summary>
/// <param name="Note">Kept in its history.</param>
public sealed record LeaveNote(string? Note = null);
