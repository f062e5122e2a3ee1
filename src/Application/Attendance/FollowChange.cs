using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Has days computed anew in the background, because rules or plans of many people changed. While another rebuild runs, all that changes is gathered in one.</summary>
/// <param name="Cause">The shift, pattern or calendar that changed; null where the change is everybody's.</param>
[SystemOnly]
[AuditAction("attendance.rebuildDays")]
public sealed record FollowChangeCommand(DateOnly From, DateOnly To, Guid? Cause) : IPlainCommand;

internal sealed class FollowChangeHandler(ISatcomDb db, RequestScope scope, RebuildQueue queue, PlanUsers users, TimeProvider time) : IRequestHandler<FollowChangeCommand, Result>
{
    public async Task<Result> Handle(FollowChangeCommand request, CancellationToken cancellationToken)
    {
        var cause = request.Cause is { } changed && await users.IsEverybodysAsync(changed, cancellationToken) ? null : request.Cause;
        if (cause is { } only && !await users.AnyAsync(only, request.From, request.To, cancellationToken))
        {
            return Result.Success;
        }

        var now = time.GetStoredNow();
        if (await db.DayRebuilds.SingleOrDefaultAsync(r => r.BegunAt == null && r.AskedBy == null, cancellationToken) is { } gathering)
        {
            gathering.TakeIn(request.From, request.To, cause, now);
            await queue.GoOnAsync(cancellationToken);
        }
        else
        {
            await queue.EnterAsync(DayRebuild.Follow(scope.Tenant.Id, time.New(), request.From, request.To, cause, now), now, cancellationToken);
        }

        return Result.Success;
    }
}
