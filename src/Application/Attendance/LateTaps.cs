using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>The tap came for a locked day, and became a correction request.</summary>
public sealed record LateForLockedDay() : Error("day_locked", ErrorKind.Conflict), IKeepsChanges;

/// <summary>Makes correction requests of taps that come for a locked day. Each request says what the day was by all taps that came so far.</summary>
internal sealed class LateTaps(ISatcomDb db, RequestScope scope, TimeProvider time)
{
    public async Task<Error> RequestAsync(DateOnly date, PunchKind kind, PunchFacts facts, CancellationToken cancellationToken)
    {
        var employeeId = scope.Actor.UserId;
        if (facts.ClientEventId is { } id && await db.CorrectionRequests.AnyAsync(r => r.EmployeeId == employeeId && r.ClientEventId == id, cancellationToken))
        {
            return new LateForLockedDay();
        }

        // Each holds the taps of those before it, so the latest holds them all.
        var asked = await db.CorrectionRequests.AsNoTracking()
            .Where(r => r.EmployeeId == employeeId && r.Date == date && r.Status == CorrectionStatus.Pending && r.Reason == CorrectionRequest.LatePunch)
            .OrderByDescending(r => r.RequestedAt).ThenByDescending(r => r.Id)
            .Select(r => r.Events)
            .FirstOrDefaultAsync(cancellationToken);
        var tap = new DayEvent(kind, WholeSeconds.Of(facts.OccurredAt)) { BreakType = facts.BreakType, WorkMode = facts.WorkMode, IsOffline = facts.IsOffline, IsSkewed = facts.IsSkewed };
        DayEvent[] events = [.. (asked ?? await EventsAsync(employeeId, date, cancellationToken)).Append(tap).OrderBy(e => e.At)];
        if (events.Length > DayAmendment.EventsMax || !CorrectionRequest.Create(scope.Tenant.Id, time.New(), employeeId, date, events, CorrectionRequest.LatePunch, time.GetUtcNow().Add(AttendanceDay.FutureTolerance), facts.ClientEventId)
            .TryGet(out var request, out _))
        {
            // It does not fit in among the others, as far as they are known.
            return new EventOutOfOrder();
        }

        db.CorrectionRequests.Add(request);
        return new LateForLockedDay();
    }

    private async Task<IReadOnlyList<DayEvent>> EventsAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken) =>
        await OpenDays.FindAsync(db, employeeId, date, cancellationToken) is { } day ? DayEvents.Of(day.Punches, day.Amendments, withAutomatic: false) : [];
}
