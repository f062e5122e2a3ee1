using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Takes a policy of leave away that nobody is or was assigned.</summary>
[Requires(Permissions.LeavesManage)]
[AuditAction("leaves.deletePolicy")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<LeavePolicyInUse>]
public sealed record DeleteLeavePolicyCommand(Guid Id) : IPlainCommand;

internal sealed class DeleteLeavePolicyHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<DeleteLeavePolicyCommand, Result>
{
    public async Task<Result> Handle(DeleteLeavePolicyCommand request, CancellationToken cancellationToken)
    {
        if (await db.LeavePolicies.SingleOrDefaultAsync(p => p.Id == request.Id, cancellationToken) is not { } policy)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != policy.Version)
        {
            return new VersionMismatch();
        }

        if (await db.LeaveAssignments.AnyAsync(a => a.PolicyId == policy.Id, cancellationToken))
        {
            return new LeavePolicyInUse();
        }

        db.LeavePolicies.Remove(policy);
        return Result.Success;
    }
}
