using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Attendance;

/// <summary>Locks attendance up to a date, because it was paid, or opens what was locked.</summary>
/// <param name="Through">The last locked date, over for everybody where they are, with the shifts that began on it; null opens everything.</param>
/// <param name="Reason">Why; needed where something is opened.</param>
[Requires(Permissions.AttendanceManage)]
[AuditAction("attendance.putLock")]
[Fails<LockInFuture>]
[Fails<ReasonRequired>]
[Fails<SessionStillOpen>]
[Fails<VersionMismatch>]
public sealed record PutLockCommand(DateOnly? Through, string? Reason) : ICommand<LockDto>;

internal sealed class PutLockValidator : AbstractValidator<PutLockCommand>
{
    public PutLockValidator() => RuleFor(c => c.Reason).MaximumLength(AttendanceClosing.ReasonMaxLength);
}

internal sealed class PutLockHandler(ISatcomDb db, RequestScope scope, LockPending pending, TimeProvider time) : IRequestHandler<PutLockCommand, Result<LockDto>>
{
    /// <summary>A shift ends a day and a half after it began at the latest, with its window, and local dates lie up to a day beside UTC's.</summary>
    private const int DaysOfShift = 4;

    public async Task<Result<LockDto>> Handle(PutLockCommand request, CancellationToken cancellationToken)
    {
        var tenantId = scope.Tenant.Id;
        var kept = await db.AttendanceClosings.SingleOrDefaultAsync(cancellationToken);
        if (scope.IfMatch is { } version && version != (kept?.Version ?? 0))
        {
            return new VersionMismatch();
        }

        if (kept is null)
        {
            kept = new AttendanceClosing(tenantId, tenantId);
            db.AttendanceClosings.Add(kept);
        }

        scope.AuditReason = request.Reason;
        var now = time.GetUtcNow();
        var (before, isSame) = (kept.Through, kept.Through == request.Through);
        if (kept.MoveTo(request.Through, await EarliestTodayAsync(now, cancellationToken), request.Reason) is { } refusal)
        {
            return refusal;
        }

        // Whoever comes for a night shift after midnight, or comes back to it, could not begin a session any more.
        if (request.Through is { } last && !(last <= before) && await IsShiftUnderWayAsync(last, now, cancellationToken))
        {
            return new LockInFuture();
        }

        // The check-out of an open session could only become a request. What was forgotten is flagged within a minute.
        if (request.Through is { } through && await db.AttendanceDays.AnyAsync(d => d.SessionStartedAt != null && d.Date <= through, cancellationToken))
        {
            return new SessionStillOpen();
        }

        return new LockDto
        {
            Through = kept.Through,
            Pending = request.Through is { } date ? await pending.UpToAsync(date, cancellationToken) : null,
            Version = isSame ? kept.Version : 0,
        };
    }

    /// <summary>The date where it is the earliest, of the company and all who work for it.</summary>
    private async Task<DateOnly> EarliestTodayAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var zones = await Working().Select(e => e.TimeZone).Distinct().ToListAsync(cancellationToken);
        return zones.Append(scope.Tenant.TimeZone).Min(zone => TimeZones.LocalDate(now, zone));
    }

    /// <summary>Whether somebody's shift that began on the date, or the one before, still waits for check-outs. Longer than that no shift lasts.</summary>
    private async Task<bool> IsShiftUnderWayAsync(DateOnly through, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (LocalTimes.StartOf(through.AddDays(DaysOfShift), "UTC") < now)
        {
            return false;
        }

        var before = through.AddDays(-1);
        var assigned = await (from assignment in db.ShiftAssignments.AsNoTracking()
                              join employee in Working() on assignment.EmployeeId equals employee.Id
                              where assignment.From <= through && (assignment.To == null || assignment.To >= before)
                              select new
                              {
                                  assignment.ShiftId,
                                  assignment.PatternId,
                                  assignment.Anchor,
                                  employee.TimeZone,
                                  HoldsLast = assignment.To == null || assignment.To >= through,
                                  HoldsBefore = assignment.From <= before,
                              }).Distinct().ToListAsync(cancellationToken);
        if (assigned.Count == 0)
        {
            return false;
        }

        var shifts = await db.Shifts.AsNoTracking().ToDictionaryAsync(s => s.Id, cancellationToken);
        var patterns = await db.ShiftPatterns.AsNoTracking().ToDictionaryAsync(p => p.Id, cancellationToken);
        return assigned.Exists(a => (a.HoldsLast && ClosesAt(a.ShiftId, a.PatternId, a.Anchor, a.TimeZone, through) > now) || (a.HoldsBefore && ClosesAt(a.ShiftId, a.PatternId, a.Anchor, a.TimeZone, before) > now));

        DateTimeOffset? ClosesAt(Guid? shiftId, Guid? patternId, DateOnly anchor, string zone, DateOnly date) =>
            (patternId is { } pattern ? patterns[pattern].On(anchor, date) : shiftId) is not { } id ? null
            : Ends(shifts[id].HoursOn(date), zone, date);

        static DateTimeOffset Ends(ShiftHours hours, string zone, DateOnly date) =>
            LocalTimes.Plan(hours.CrossesMidnight ? date.AddDays(1) : date, hours.End, zone).AddSeconds(hours.CheckOutWindowSeconds);
    }

    /// <summary>Whoever has an account that is open.</summary>
    private IQueryable<Employee> Working() =>
        from employee in db.Employees.AsNoTracking()
        join user in db.Users on employee.Id equals user.Id
        where user.Status == UserStatus.Active
        select employee;
}
