using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Takes an assignment away by which nothing was earned yet; any other is ended.</summary>
[Requires(Permissions.LeavesManage)]
[AuditAction("leaves.deleteAssignment")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<LeaveAssignmentInUse>]
public sealed record DeleteLeaveAssignmentCommand(Guid Id) : IPlainCommand;

internal sealed class DeleteLeaveAssignmentHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<DeleteLeaveAssignmentCommand, Result>
{
    public async Task<Result> Handle(DeleteLeaveAssignmentCommand request, CancellationToken cancellationToken)
    {
        if (await db.LeaveAssignments.SingleOrDefaultAsync(a => a.Id == request.Id, cancellationToken) is not { } assignment)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != assignment.Version)
        {
            return new VersionMismatch();
        }

        var (from, to) = (assignment.From, assignment.To ?? DateOnly.MaxValue);
        var account = db.LeaveAccounts.Where(a => a.EmployeeId == assignment.EmployeeId && a.LeaveTypeId == assignment.LeaveTypeId);
        if (await db.LeaveEntries.AnyAsync(e => e.Kind == LeaveEntryKind.Accrual && e.Date >= from && e.Date <= to && account.Any(a => a.Id == e.AccountId), cancellationToken))
        {
            return new LeaveAssignmentInUse();
        }

        db.LeaveAssignments.Remove(assignment);
        return Result.Success;
    }
}
