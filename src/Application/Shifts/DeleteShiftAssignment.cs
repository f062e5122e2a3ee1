using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Shifts;

/// <summary>Takes an assignment away as if it had never been. To let it stop on a date, end it.</summary>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.deleteShiftAssignment")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<LeaveOwnRequest>]
public sealed record DeleteShiftAssignmentCommand(Guid Id) : IPlainCommand;

internal sealed class DeleteShiftAssignmentHandler(ISatcomDb db, RequestScope scope, OwnPlans own) : IRequestHandler<DeleteShiftAssignmentCommand, Result>
{
    public async Task<Result> Handle(DeleteShiftAssignmentCommand request, CancellationToken cancellationToken)
    {
        if (await db.ShiftAssignments.SingleOrDefaultAsync(a => a.Id == request.Id, cancellationToken) is not { } assignment)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != assignment.Version)
        {
            return new VersionMismatch();
        }

        if (await own.JudgeAsync([assignment.EmployeeId], assignment.From, assignment.To, cancellationToken) is { } ownLeave)
        {
            return ownLeave;
        }

        assignment.Remove();
        db.ShiftAssignments.Remove(assignment);
        return Result.Success;
    }
}
