using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Leaves;

/// <summary>Ends somebody's earning of leave by a policy on a date, or lets it go on. What is earned otherwise then is posted at once. Nobody ends their own.</summary>
/// <param name="To">The last date; null lets it go on.</param>
[Requires(Permissions.LeavesManage)]
[AuditAction("leaves.endAssignment")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<DatesReversed>]
[Fails<LeaveAssignmentOverlaps>]
[Fails<LeaveOwnRequest>]
public sealed record EndLeaveAssignmentCommand(Guid Id, DateOnly? To) : ICommand<LeaveAssignmentDto>;

internal sealed class EndLeaveAssignmentHandler(ISatcomDb db, RequestScope scope, LeaveAccounts accounts) : IRequestHandler<EndLeaveAssignmentCommand, Result<LeaveAssignmentDto>>
{
    public async Task<Result<LeaveAssignmentDto>> Handle(EndLeaveAssignmentCommand request, CancellationToken cancellationToken)
    {
        if (await db.LeaveAssignments.SingleOrDefaultAsync(a => a.Id == request.Id, cancellationToken) is not { } assignment)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != assignment.Version)
        {
            return new VersionMismatch();
        }

        if (assignment.EmployeeId == scope.Actor.UserId)
        {
            return new LeaveOwnRequest();
        }

        var before = LeaveAssignmentDto.Of(assignment);
        if (assignment.EndOn(request.To) is { } error)
        {
            return error;
        }

        var after = LeaveAssignmentDto.Of(assignment);
        if (after == before)
        {
            return before;
        }

        // The exclusion constraint would refuse it too, but only after both had earned for the same dates.
        var plans = await accounts.ResettleAsync(assignment.EmployeeId, assignment.LeaveTypeId, p => p.AssignmentId == assignment.Id ? p with { To = request.To } : p, cancellationToken);
        return plans.Any(p => p.AssignmentId != assignment.Id && p.Touches(assignment.From, request.To ?? DateOnly.MaxValue)) ? new LeaveAssignmentOverlaps() : after with { Version = 0 };
    }
}
