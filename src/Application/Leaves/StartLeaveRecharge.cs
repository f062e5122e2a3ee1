using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Has everybody's leave of some dates charged anew in the background, and has others go on that were given up on the way.</summary>
/// <param name="From">The first date that may be planned otherwise.</param>
/// <param name="To">The last one; null where no end is known.</param>
[SystemOnly]
[AuditAction("leaves.recharge")]
public sealed record StartLeaveRechargeCommand(DateOnly From, DateOnly? To) : IPlainCommand;

internal sealed class StartLeaveRechargeHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<StartLeaveRechargeCommand, Result>
{
    public async Task<Result> Handle(StartLeaveRechargeCommand request, CancellationToken cancellationToken)
    {
        var stopped = await db.LeaveRecharges.Where(r => !db.OutboxMessages.Any(m => m.AggregateId == r.Id && m.DeadAt == null)).ToListAsync(cancellationToken);
        stopped.ForEach(r => r.GoOn());
        db.LeaveRecharges.Add(LeaveRecharge.Ask(scope.Tenant.Id, time.New(), request.From, request.To, time.GetStoredNow()));
        return Result.Success;
    }
}
