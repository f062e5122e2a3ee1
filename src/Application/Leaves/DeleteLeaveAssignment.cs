using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Takes an assignment away by which nothing was earned yet; any other is ended. Nobody takes away their own.</summary>
[Requires(Permissions.LeavesManage)]
[AuditAction("leaves.deleteAssignment")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<LeaveAssignmentInUse>]
[Fails<LeaveOwnRequest>]
public sealed record DeleteLeaveAssignmentCommand(Guid Id) : IPlainCommand;

internal sealed class DeleteLeaveAssignmentHandler(ISatcomDb db, RequestScope scope, LeaveAccounts accounts) : IRequestHandler<DeleteLeaveAssignmentCommand, Result>
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

        if (assignment.EmployeeId == scope.Actor.UserId)
        {
            return new LeaveOwnRequest();
        }

        // What an earlier assignment had earned here, and gave back when it was ended, holds nothing.
        var (from, to) = (assignment.From, assignment.To ?? DateOnly.MaxValue);
        var account = db.LeaveAccounts.Where(a => a.EmployeeId == assignment.EmployeeId && a.LeaveTypeId == assignment.LeaveTypeId);
        var earned = db.LeaveEntries.Where(e => e.Kind == LeaveEntryKind.Accrual && e.Date >= from && e.Date <= to && account.Any(a => a.Id == e.AccountId));
        if (await earned.GroupBy(e => e.Date).AnyAsync(g => g.Sum(e => e.Amount) != 0, cancellationToken))
        {
            return new LeaveAssignmentInUse();
        }

        db.LeaveAssignments.Remove(assignment);
        await accounts.ResettleAsync(assignment.EmployeeId, assignment.LeaveTypeId, p => p.AssignmentId == assignment.Id ? null : p, cancellationToken);
        return Result.Success;
    }
}
