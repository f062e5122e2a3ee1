using Satcom.Application.Common;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;

namespace Satcom.Application.People;

/// <summary>Narrows employees, and what belongs to them, to those that the caller may see.</summary>
internal static class EmployeeReach
{
    public static Reach Of(Actor actor) =>
        actor.May(Permissions.EmployeesReadAll) ? Reach.Tenant
        : actor.May(Permissions.EmployeesReadReports) ? Reach.Reports
        : Reach.Own;

    public static IQueryable<Employee> Within(this IQueryable<Employee> employees, ISatcomDb db, Actor actor)
    {
        var me = actor.UserId;
        return Of(actor) switch
        {
            Reach.Tenant => employees,
            Reach.Reports => employees.Where(e => e.Id == me || db.ReportsOf(me).Any(r => r.EmployeeId == e.Id)),
            Reach.Own => employees.Where(e => e.Id == me),
            var unknown => throw new InvalidOperationException($"Unknown reach {unknown}."),
        };
    }

    public static IQueryable<ShiftAssignment> Within(this IQueryable<ShiftAssignment> assignments, ISatcomDb db, Actor actor)
    {
        var me = actor.UserId;
        return Of(actor) switch
        {
            Reach.Tenant => assignments,
            Reach.Reports => assignments.Where(a => a.EmployeeId == me || db.ReportsOf(me).Any(r => r.EmployeeId == a.EmployeeId)),
            Reach.Own => assignments.Where(a => a.EmployeeId == me),
            var unknown => throw new InvalidOperationException($"Unknown reach {unknown}."),
        };
    }
}
