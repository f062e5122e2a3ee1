using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Leaves;

/// <summary>Notes that the next people's leave begins to be charged anew, in a commit of its own: whatever becomes of it, the next try takes on less.</summary>
/// <param name="After">People after this id.</param>
[SystemOnly]
[AuditAction("leaves.recharge")]
public sealed record TryLeaveRechargeBatchCommand(Guid RechargeId, Guid After) : IPlainCommand;

internal sealed class TryLeaveRechargeBatchHandler(ISatcomDb db) : IRequestHandler<TryLeaveRechargeBatchCommand, Result>
{
    public async Task<Result> Handle(TryLeaveRechargeBatchCommand request, CancellationToken cancellationToken)
    {
        if (await db.LeaveRecharges.SingleOrDefaultAsync(r => r.Id == request.RechargeId, cancellationToken) is { } recharge && recharge.DoneTo == request.After)
        {
            recharge.Try();
        }

        return Result.Success;
    }
}
