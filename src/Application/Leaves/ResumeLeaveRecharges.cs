using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Leaves;

/// <summary>Has leave go on to be charged anew where the event for it was given up, and names those whose leave could not be charged before.</summary>
[SystemOnly]
[AuditAction("leaves.recharge")]
public sealed record ResumeLeaveRechargesCommand : ICommand<List<UnchargedLeave>>
{
    public const int PeopleAtOnce = 200;
}

/// <summary>Somebody's leave that is to be charged anew.</summary>
/// <param name="From">From this date on.</param>
public sealed record UnchargedLeave(Guid UserId, DateOnly From);

internal sealed class ResumeLeaveRechargesHandler(ISatcomDb db) : IRequestHandler<ResumeLeaveRechargesCommand, Result<List<UnchargedLeave>>>
{
    public async Task<Result<List<UnchargedLeave>>> Handle(ResumeLeaveRechargesCommand request, CancellationToken cancellationToken)
    {
        var stopped = await db.LeaveRecharges.Where(r => !db.OutboxMessages.Any(m => m.AggregateId == r.Id && m.DeadAt == null)).ToListAsync(cancellationToken);
        stopped.ForEach(r => r.GoOn());
        return await db.LeaveRechargeFailures.AsNoTracking().OrderBy(f => f.FailedAt).Take(ResumeLeaveRechargesCommand.PeopleAtOnce)
            .Select(f => new UnchargedLeave(f.EmployeeId, f.From)).ToListAsync(cancellationToken);
    }
}
