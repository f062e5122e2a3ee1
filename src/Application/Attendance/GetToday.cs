using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>The caller's day as it stands: the one with an open session, else today's in their zone.</summary>
[Requires(Permissions.AttendanceReadOwn)]
public sealed record GetTodayQuery : IQuery<TodayDto>;

/// <summary>The caller's day, or none yet.</summary>
/// <param name="Date">The caller's local date.</param>
/// <param name="Day">The day; null before the first check-in.</param>
public sealed record TodayDto(DateOnly Date, AttendanceDayDto? Day);

internal sealed class GetTodayHandler(ISatcomDb db, RequestScope scope, IAttendanceRules rules, IDayPlans plans, TimeProvider time) : IRequestHandler<GetTodayQuery, Result<TodayDto>>
{
    public async Task<Result<TodayDto>> Handle(GetTodayQuery request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        var today = TimeZones.LocalDate(time.GetUtcNow(), scope.Actor.TimeZone);

        // Who looks at their day is about to tap: what the tap needs is there then.
        await rules.GetAsync(cancellationToken);
        await plans.OfAsync(me, today, cancellationToken);
        var day = await db.AttendanceDays.AsNoTracking()
            .Where(d => d.EmployeeId == me && (d.Date == today || d.SessionStartedAt != null))
            .OrderByDescending(d => d.SessionStartedAt != null)
            .FirstOrDefaultAsync(cancellationToken);
        return new TodayDto(today, day is null ? null : AttendanceDayDto.Of(day, scope.Actor.DisplayName));
    }
}
