using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>Takes an assignment away as if it had never been. To let it stop on a date, end it.</summary>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.deleteShiftAssignment")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<LeaveOwnRequest>]
[Fails<ShiftOwnAssignment>]
[Fails<DayLocked>]
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

        if (await own.JudgeShiftsAsync([assignment.EmployeeId], assignment.From, assignment.To, cancellationToken) is { } ofOwn)
        {
            return ofOwn;
        }

        assignment.Remove();
        db.ShiftAssignments.Remove(assignment);
        return Result.Success;
    }
}
