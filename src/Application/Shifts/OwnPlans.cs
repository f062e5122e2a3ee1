using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>
/// What is planned for a person says what their leave costs, and whether they are late or absent: nobody plans their own dates anew while they have leave in them, nor those that have begun.
/// </summary>
internal sealed class OwnPlans(ISatcomDb db, RequestScope scope, TimeProvider time)
{
    /// <summary>Whether the caller would plan their own dates otherwise that have begun, or their own leave.</summary>
    /// <param name="people">Whose plan changes.</param>
    /// <param name="from">The first date that changes.</param>
    /// <param name="to">The last one; null where no end is known.</param>
    /// <returns>Null when they would not.</returns>
    public async Task<Error?> JudgeShiftsAsync(IReadOnlyCollection<Guid> people, DateOnly from, DateOnly? to, CancellationToken cancellationToken) =>
        people.Contains(scope.Actor.UserId) && HasBegun(from) ? new ShiftOwnAssignment()
        : await JudgeAsync(people, from, to, cancellationToken);

    /// <summary>Whether the caller would move what their own shifts of dates that have begun are judged by, which costs no leave.</summary>
    /// <param name="person">Whose zone changes.</param>
    /// <param name="from">The first date that changes.</param>
    /// <returns>Null when they would not.</returns>
    public Error? JudgeZone(Guid person, DateOnly from) => person == scope.Actor.UserId && HasBegun(from) ? new ShiftOwnAssignment() : null;

    /// <summary>Whether the caller would change when they themselves work here: before and after it nothing is planned, and nothing is earned.</summary>
    /// <param name="person">Whose employment changes.</param>
    /// <returns>Null when they would not.</returns>
    public Error? JudgeEmployment(Guid person) => person == scope.Actor.UserId ? new ShiftOwnAssignment() : null;

    /// <summary>Whether the caller would change a holiday of a date that has begun in a calendar that they have on it and the company has not.</summary>
    /// <returns>Null when they would not.</returns>
    public async Task<Error?> JudgeHolidayAsync(Guid calendarId, DateOnly date, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        if (!HasBegun(date)
            || (await db.Employees.AsNoTracking().Where(e => e.Id == me).Select(e => e.Calendars).SingleOrDefaultAsync(cancellationToken))?.On(date) != calendarId)
        {
            return null;
        }

        return (await db.WorkWeekPolicies.AsNoTracking().Select(p => p.Weeks).SingleOrDefaultAsync(cancellationToken))?.On(date)?.HolidayCalendarId == calendarId ? null : new ShiftOwnAssignment();
    }

    /// <summary>Whether the caller would change what their own leave costs.</summary>
    /// <param name="people">Whose plan changes.</param>
    /// <param name="from">The first date that changes.</param>
    /// <param name="to">The last one; null where no end is known.</param>
    /// <returns>Null when they would not.</returns>
    public async Task<Error?> JudgeAsync(IReadOnlyCollection<Guid> people, DateOnly from, DateOnly? to, CancellationToken cancellationToken)
    {
        var (me, last) = (scope.Actor.UserId, to ?? DateOnly.MaxValue);
        return people.Contains(me) && await db.LeaveRequests.AnyAsync(
            r => r.EmployeeId == me && r.From <= last && r.To >= from && (r.Status == LeaveStatus.Pending || r.Status == LeaveStatus.Recommended || r.Status == LeaveStatus.Approved), cancellationToken)
            ? new LeaveOwnRequest() : null;
    }

    private bool HasBegun(DateOnly date) => date <= TimeZones.LocalDate(time.GetUtcNow(), scope.Actor.TimeZone);
}
