using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Leaves;

/// <summary>Ends a delegation: one's own, or anybody's for who manages leave.</summary>
[Requires(Permissions.LeavesRecommend, Permissions.LeavesApprove)]
[AuditAction("leaves.endDelegation")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
public sealed record DeleteLeaveDelegationCommand(Guid Id) : IPlainCommand;

internal sealed class DeleteLeaveDelegationHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<DeleteLeaveDelegationCommand, Result>
{
    public async Task<Result> Handle(DeleteLeaveDelegationCommand request, CancellationToken cancellationToken)
    {
        var (me, managesAll) = (scope.Actor.UserId, scope.Actor.May(Permissions.LeavesManage));
        if (await db.LeaveDelegations.SingleOrDefaultAsync(d => d.Id == request.Id && (managesAll || d.ApproverId == me), cancellationToken) is not { } delegation)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != delegation.Version)
        {
            return new VersionMismatch();
        }

        db.LeaveDelegations.Remove(delegation);
        return Result.Success;
    }
}
