using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Ends what was to come for somebody who leaves, in the transaction of it. What was until today stays.</summary>
internal sealed class Leavers(ISatcomDb db, RequestScope scope, LeaveAccounts accounts, LeaveFeeds feeds, TimeProvider time)
{
    /// <param name="reason">Kept in the history of the leave that ends.</param>
    public async Task EndAsync(Employee employee, string? reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (id, today) = (employee.Id, employee.Today(now));
        await feeds.EndAsync(id, cancellationToken);
        await EndLeaveAsync(id, today, reason, now, cancellationToken);
        await EndEarningAsync(id, employee.EndsOn is { } last && last < today ? last : today, cancellationToken);

        foreach (var shift in await db.ShiftAssignments.Where(a => a.EmployeeId == id && (a.To == null || a.To > today)).ToListAsync(cancellationToken))
        {
            if (shift.From <= today)
            {
                shift.EndOn(today);
                continue;
            }

            shift.Remove();
            db.ShiftAssignments.Remove(shift);
        }

        foreach (var delegation in await db.LeaveDelegations.Where(d => (d.ApproverId == id || d.DelegateId == id) && d.To > today).ToListAsync(cancellationToken))
        {
            if (delegation.From > today)
            {
                db.LeaveDelegations.Remove(delegation);
            }
            else
            {
                delegation.EndOn(today);
            }
        }
    }

    /// <summary>Leave that was asked for, or has not begun, is cancelled; what has begun ends today.</summary>
    private async Task EndLeaveAsync(Guid employeeId, DateOnly today, string? reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var living = await db.LeaveRequests.Include(r => r.Steps)
            .Where(r => r.EmployeeId == employeeId && (r.Status == LeaveStatus.Pending || r.Status == LeaveStatus.Recommended || (r.Status == LeaveStatus.Approved && r.To > today)))
            .ToListAsync(cancellationToken);
        if (living.Count == 0)
        {
            return;
        }

        var types = living.Select(r => r.LeaveTypeId).Distinct().ToList();
        var held = await db.LeaveAccounts.Include(a => a.Entries).Where(a => a.EmployeeId == employeeId && types.Contains(a.LeaveTypeId)).ToDictionaryAsync(a => a.LeaveTypeId, cancellationToken);
        foreach (var request in living)
        {
            if (request.Status == LeaveStatus.Approved && request.From <= today)
            {
                request.EndOn(today, held[request.LeaveTypeId], time.New);
            }
            else
            {
                request.Cancel(scope.Actor.UserId, held[request.LeaveTypeId], today, now, reason, time.New);
            }
        }
    }

    /// <summary>Nothing is earned behind the last date; what was earned ahead is taken back.</summary>
    private async Task EndEarningAsync(Guid employeeId, DateOnly last, CancellationToken cancellationToken)
    {
        var assignments = await db.LeaveAssignments.Where(a => a.EmployeeId == employeeId && (a.To == null || a.To > last)).ToListAsync(cancellationToken);
        if (assignments.Count == 0)
        {
            return;
        }

        foreach (var assignment in assignments)
        {
            if (assignment.From > last)
            {
                db.LeaveAssignments.Remove(assignment);
            }
            else
            {
                assignment.EndOn(last);
            }
        }

        await accounts.ResettleAsync(employeeId, leaveTypeId: null, p => p.To is { } to && to <= last ? p : p.From > last ? null : p with { To = last }, cancellationToken);
    }
}
