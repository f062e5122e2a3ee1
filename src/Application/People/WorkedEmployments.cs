using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Keeps an employment from leaving behind what its person did in it: what they had earned by those dates would go, and nobody would be told.</summary>
internal sealed class WorkedEmployments(ISatcomDb db)
{
    /// <summary>Whether somebody worked on dates that the employment has no more, or was on leave on some before its first.</summary>
    /// <param name="employee">With the new dates.</param>
    /// <param name="startedOn">The first date until now.</param>
    /// <param name="endedOn">The last date until now.</param>
    /// <param name="today">Where the person is: leave that is to come is charged anew, and stops nothing.</param>
    /// <returns>Null where nothing was done on them.</returns>
    public async Task<Error?> JudgeAsync(Employee employee, DateOnly? startedOn, DateOnly? endedOn, DateOnly today, CancellationToken cancellationToken)
    {
        var id = employee.Id;
        var (first, before) = employee.StartsOn is { } start && !(startedOn >= start)
            ? (startedOn ?? employee.PreviousEndsOn?.AddDays(1) ?? DateOnly.MinValue, endedOn < start ? endedOn.Value.AddDays(1) : start)
            : (DateOnly.MaxValue, DateOnly.MinValue);
        var (after, last) = employee.EndsOn is { } end && !(endedOn <= end) ? (end, endedOn ?? DateOnly.MaxValue) : (DateOnly.MaxValue, DateOnly.MinValue);
        if (before <= first && last <= after)
        {
            return null;
        }

        // Days that were overridden to nothing are nobody's work.
        var worked = db.AttendanceDays.Where(d => d.EmployeeId == id && (d.Status != AttendanceStatus.Completed || d.LastCheckOutAt != null) && ((d.Date >= first && d.Date < before) || (d.Date > after && d.Date <= last)));
        var rested = db.LeaveRequests.Where(r => r.EmployeeId == id && r.Status == LeaveStatus.Approved && r.From < before && r.To >= first && r.From <= today);
        return await worked.AnyAsync(cancellationToken) || await rested.AnyAsync(cancellationToken) ? new EmploymentWorked() : null;
    }
}
