using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Leaves;

/// <summary>Takes a type of leave away; one that is used is archived, because what was taken of it stays.</summary>
[Requires(Permissions.LeavesManage)]
[AuditAction("leaves.deleteType")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
public sealed record DeleteLeaveTypeCommand(Guid Id) : IPlainCommand;

internal sealed class DeleteLeaveTypeHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<DeleteLeaveTypeCommand, Result>
{
    public async Task<Result> Handle(DeleteLeaveTypeCommand request, CancellationToken cancellationToken)
    {
        var found = await db.LeaveTypes.Where(t => t.Id == request.Id).Select(t => new
        {
            Type = t,
            IsUsed = db.LeavePolicies.Any(p => p.LeaveTypeId == t.Id) || db.LeaveAccounts.Any(a => a.LeaveTypeId == t.Id) || db.LeaveRequests.Any(r => r.LeaveTypeId == t.Id),
        }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != found.Type.Version)
        {
            return new VersionMismatch();
        }

        if (found.IsUsed)
        {
            found.Type.Archive();
        }
        else
        {
            db.LeaveTypes.Remove(found.Type);
        }

        return Result.Success;
    }
}
