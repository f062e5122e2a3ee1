using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>The tap came for a locked day, and became a correction request.</summary>
public sealed record LateForLockedDay() : Error("day_locked", ErrorKind.Conflict), IKeepsChanges;

/// <summary>
/// Makes a correction request of the taps that come for a locked day: one of a date, which says what the day was by all taps that came so far. The one before it ends, and stays as history.
/// </summary>
internal sealed class LateTaps(ISatcomDb db, RequestScope scope, TimeProvider time)
{
    public async Task<Error> RequestAsync(DateOnly date, PunchKind kind, PunchFacts facts, CancellationToken cancellationToken)
    {
        var employeeId = scope.Actor.UserId;
        if (facts.ClientEventId is { } id && await db.CorrectionRequests.AnyAsync(r => r.EmployeeId == employeeId && r.ClientEventId == id, cancellationToken))
        {
            return new LateForLockedDay();
        }

        // There may be two, where their taps came at once.
        var asked = await db.CorrectionRequests
            .Where(r => r.EmployeeId == employeeId && r.Date == date && r.Status == CorrectionStatus.Pending && r.Source == CorrectionSource.LatePunch)
            .OrderBy(r => r.RequestedAt).ThenBy(r => r.Id)
            .ToListAsync(cancellationToken);
        var tap = new DayEvent(kind, WholeSeconds.Of(facts.OccurredAt)) { BreakType = facts.BreakType, WorkMode = facts.WorkMode, IsOffline = facts.IsOffline, IsSkewed = facts.IsSkewed, Fence = facts.Fence?.Result };
        var (known, punches) = asked.Count == 0
            ? await KnownAsync(employeeId, date, cancellationToken)
            : ([.. asked.SelectMany(r => r.Events).DistinctBy(e => (e.Kind, e.At))], asked[0].AfterSequence);
        DayEvent[] events = [.. known.Append(tap).OrderBy(e => e.At)];
        if (events.Length > DayAmendment.EventsMax || !CorrectionRequest.OfLatePunch(scope.Tenant.Id, time.New(), employeeId, date, events, time.GetUtcNow().Add(AttendanceDay.FutureTolerance), facts.ClientEventId, punches)
            .TryGet(out var request, out _))
        {
            // It does not fit in among the others, as far as they are known.
            return new EventOutOfOrder();
        }

        foreach (var before in asked)
        {
            before.Cancel(time.GetUtcNow());
        }

        db.CorrectionRequests.Add(request);
        return new LateForLockedDay();
    }

    /// <summary>Ends the request whose taps a day has taken by now, because its period was opened meanwhile and the phone sent them again.</summary>
    public async Task SettleAsync(AttendanceDay day, CancellationToken cancellationToken)
    {
        var asked = await db.CorrectionRequests
            .Where(r => r.EmployeeId == day.EmployeeId && r.Date == day.Date && r.Status == CorrectionStatus.Pending && r.Source == CorrectionSource.LatePunch)
            .ToListAsync(cancellationToken);
        HashSet<(PunchKind Kind, DateTimeOffset At)> taken = asked.Count == 0 ? [] : DayEvents.Of(day.Punches, day.Amendments).Select(e => (e.Kind, e.At)).ToHashSet();
        foreach (var request in asked.Where(r => r.Events.All(e => taken.Contains((e.Kind, e.At)))))
        {
            request.Cancel(time.GetUtcNow());
        }
    }

    /// <summary>The locked date that a tap belongs to for which no session waits: that of a check-in which became a request and may last until then, else the tap's own.</summary>
    /// <returns>Null where that date is open.</returns>
    public async Task<DateOnly?> DateOfAsync(PunchFacts facts, AttendanceRules of, CancellationToken cancellationToken)
    {
        var local = TimeZones.LocalDate(facts.OccurredAt, facts.TimeZone);
        if (of.Lock.Through is not { } through || through < local.AddDays(-OpenDays.DaysAround))
        {
            return null;
        }

        var (employeeId, earliest) = (scope.Actor.UserId, local.AddDays(-OpenDays.DaysAround));
        var asked = await db.CorrectionRequests.AsNoTracking()
            .Where(r => r.EmployeeId == employeeId && r.Date >= earliest && r.Date <= local && r.Status == CorrectionStatus.Pending && r.Source == CorrectionSource.LatePunch)
            .Select(r => new { r.Date, r.Events })
            .ToListAsync(cancellationToken);
        foreach (var request in asked.Where(r => of.Lock.Holds(r.Date)).OrderByDescending(r => r.Date).ThenByDescending(r => r.Events.Count).DistinctBy(r => r.Date))
        {
            if (DayEvents.AwaitTap([.. request.Events], WholeSeconds.Of(facts.OccurredAt), of.PolicyOn(request.Date, scope.Tenant.Settings).MaxSessionSeconds))
            {
                return request.Date;
            }
        }

        return of.Lock.Holds(local) ? local : null;
    }

    /// <summary>What the date's day has by now, and of how many punches.</summary>
    private async Task<(IReadOnlyList<DayEvent> Events, int? Punches)> KnownAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken) =>
        await OpenDays.FindAsync(db, employeeId, date, cancellationToken) is { } day ? (DayEvents.Of(day.Punches, day.Amendments, withAutomatic: false), day.Punches.Count) : ([], 0);
}
