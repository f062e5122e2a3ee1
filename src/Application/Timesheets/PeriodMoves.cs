using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>What submitting, approving, rejecting, reopening and locking a week have in common.</summary>
internal sealed class PeriodMoves(ISatcomDb db, RequestScope scope, TimesheetWeeks weeks, TimeProvider time)
{
    /// <summary>Moves the person's week that begins on a date.</summary>
    /// <param name="step">The move, by whom and when.</param>
    public async Task<Result<PeriodDto>> MoveAsync(Guid employeeId, DateOnly weekStart, string? note, Func<TimesheetWeek, Guid, DateTimeOffset, Error?> step, CancellationToken cancellationToken)
    {
        if (await weeks.FindToChangeAsync(employeeId, weekStart, cancellationToken) is not { } week)
        {
            return new NotAnEmployee();
        }

        if (week.Start != weekStart)
        {
            return new TimesheetWeekMismatch();
        }

        if (scope.IfMatch is { } version && version != week.Version)
        {
            return new VersionMismatch();
        }

        scope.AuditReason = note;
        if (step(week, scope.Actor.UserId, WholeSeconds.Of(time.GetUtcNow())) is { } refusal)
        {
            return refusal;
        }

        var policy = await weeks.PolicyAsync(cancellationToken);
        return await PeriodDto.OfAsync(week, db, policy.DueDays, cancellationToken);
    }

    /// <summary>Moves a week that the caller decides: one of somebody else, within their reach.</summary>
    public async Task<Result<PeriodDto>> DecideAsync(Guid? userId, DateOnly weekStart, string? note, Func<TimesheetWeek, Guid, DateTimeOffset, Error?> step, CancellationToken cancellationToken)
    {
        var employeeId = userId ?? scope.Actor.UserId;
        return await db.DecidesForAsync(scope.Actor, employeeId, cancellationToken) ? await MoveAsync(employeeId, weekStart, note, step, cancellationToken) : new NotFound();
    }
}
