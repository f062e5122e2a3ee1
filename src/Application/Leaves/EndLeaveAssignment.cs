using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Leaves;

/// <summary>Ends somebody's earning of leave by a policy on a date, or lets it go on. What was earned stays.</summary>
/// <param name="To">The last date; null lets it go on.</param>
[Requires(Permissions.LeavesManage)]
[AuditAction("leaves.endAssignment")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<DatesReversed>]
[Fails<LeaveAssignmentOverlaps>]
public sealed record EndLeaveAssignmentCommand(Guid Id, DateOnly? To) : ICommand<LeaveAssignmentDto>;

internal sealed class EndLeaveAssignmentHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<EndLeaveAssignmentCommand, Result<LeaveAssignmentDto>>
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

        var before = LeaveAssignmentDto.Of(assignment);
        if (assignment.EndOn(request.To) is { } error)
        {
            return error;
        }

        // The exclusion constraint refuses what would run into a later assignment.
        var after = LeaveAssignmentDto.Of(assignment);
        return after == before ? before : after with { Version = 0 };
    }
}
