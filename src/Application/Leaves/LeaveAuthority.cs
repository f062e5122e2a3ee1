using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;

namespace Satcom.Application.Leaves;

/// <summary>An approver who is away, in whose place the caller decides today.</summary>
internal sealed record StandIn(Guid ApproverId, FrozenSet<string> Permissions);

/// <summary>Whose leave a caller sees and decides, by their own permissions and as somebody's delegate.</summary>
internal sealed class LeaveAuthority(ISatcomDb db, RequestScope scope, TimeProvider time)
{
    /// <summary>Those in whose place the caller decides today; who was deactivated has nothing to decide.</summary>
    public async Task<IReadOnlyList<StandIn>> StandInsAsync(CancellationToken cancellationToken)
    {
        if (scope.Actor.Kind != ActorKind.User)
        {
            return [];
        }

        var (me, today) = (scope.Actor.UserId, TimeZones.LocalDate(time.GetUtcNow(), scope.Actor.TimeZone));
        var away = from delegation in db.LeaveDelegations.AsNoTracking()
                   join approver in db.Users.AsNoTracking() on delegation.ApproverId equals approver.Id
                   where delegation.DelegateId == me && delegation.From <= today && delegation.To >= today && approver.Status == UserStatus.Active
                   select new { approver.Id, approver.Roles };
        return [.. (await away.ToListAsync(cancellationToken)).DistinctBy(a => a.Id).Select(a => new StandIn(a.Id, Permissions.Of(a.Roles)))];
    }

    /// <summary>The requests that the caller may see: their own, those of whoever reports to them or to somebody they stand in for, or all.</summary>
    public async Task<IQueryable<LeaveRequest>> VisibleAsync(CancellationToken cancellationToken)
    {
        if (scope.Actor.May(Permissions.LeavesReadAll))
        {
            return db.LeaveRequests;
        }

        var standIns = await StandInsAsync(cancellationToken);
        if (standIns.Any(s => s.Permissions.Contains(Permissions.LeavesReadAll)))
        {
            return db.LeaveRequests;
        }

        var me = scope.Actor.UserId;
        return Below(standIns.Where(s => s.Permissions.Contains(Permissions.LeavesReadReports)).Select(s => s.ApproverId)) is { } below
            ? db.LeaveRequests.Where(r => r.EmployeeId == me || below.Contains(r.EmployeeId))
            : db.LeaveRequests.Where(r => r.EmployeeId == me);
    }

    /// <summary>The people whose balances and leave the caller may see, without what they see as a delegate.</summary>
    public IQueryable<Employee> People()
    {
        var me = scope.Actor.UserId;
        return scope.Actor.May(Permissions.LeavesReadAll) ? db.Employees
            : scope.Actor.May(Permissions.LeavesReadReports) ? db.Employees.Where(e => e.Id == me || db.ReportsOf(me).Any(r => r.EmployeeId == e.Id))
            : db.Employees.Where(e => e.Id == me);
    }

    /// <summary>Whether the caller decides anything at all.</summary>
    public async Task<bool> DecidesAsync(string permission, CancellationToken cancellationToken) =>
        Covers(scope.Actor.Permissions, permission) || (await StandInsAsync(cancellationToken)).Any(s => Covers(s.Permissions, permission));

    /// <summary>As whom the caller decides somebody's request; null where it is beyond their reach.</summary>
    public async Task<LeaveDecider?> DeciderAsync(string permission, Guid employeeId, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        if (scope.Actor.May(Permissions.LeavesApprove) || (scope.Actor.May(permission) && (employeeId == me || await ReportsToAsync(employeeId, me, cancellationToken))))
        {
            return new LeaveDecider(me);
        }

        // In the place of whoever did not ask themselves, if there is a choice.
        foreach (var standIn in (await StandInsAsync(cancellationToken)).Where(s => Covers(s.Permissions, permission)).OrderBy(s => s.ApproverId == employeeId))
        {
            if (standIn.ApproverId == employeeId || standIn.Permissions.Contains(Permissions.LeavesApprove) || await ReportsToAsync(employeeId, standIn.ApproverId, cancellationToken))
            {
                return new LeaveDecider(me, standIn.ApproverId);
            }
        }

        return null;
    }

    private static bool Covers(FrozenSet<string> held, string permission) => Permissions.Cover(held, [permission]);

    private IQueryable<Guid>? Below(IEnumerable<Guid> standIns)
    {
        var managers = scope.Actor.May(Permissions.LeavesReadReports) ? standIns.Append(scope.Actor.UserId) : standIns;
        return managers.Aggregate((IQueryable<Guid>?)null, (below, manager) =>
            below is null ? db.ReportsOf(manager).Select(r => r.EmployeeId) : below.Concat(db.ReportsOf(manager).Select(r => r.EmployeeId)));
    }

    private Task<bool> ReportsToAsync(Guid employeeId, Guid managerId, CancellationToken cancellationToken) =>
        db.ReportsOf(managerId).AnyAsync(r => r.EmployeeId == employeeId, cancellationToken);
}
