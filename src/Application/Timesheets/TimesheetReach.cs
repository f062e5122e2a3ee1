using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Whose time a caller sees, and whose weeks they decide.</summary>
internal static class TimesheetReach
{
    public static Reach Of(Actor actor) =>
        actor.May(Permissions.TimesheetsReadAll) ? Reach.Tenant
        : actor.May(Permissions.TimesheetsReadReports) ? Reach.Reports
        : Reach.Own;

    public static IQueryable<TimesheetEntry> Within(this IQueryable<TimesheetEntry> entries, ISatcomDb db, Actor actor)
    {
        var me = actor.UserId;
        return Of(actor) switch
        {
            Reach.Tenant => entries,
            Reach.Reports => entries.Where(e => e.EmployeeId == me || db.ReportsOf(me).Any(r => r.EmployeeId == e.EmployeeId)),
            Reach.Own => entries.Where(e => e.EmployeeId == me),
            var unknown => throw new InvalidOperationException($"Unknown reach {unknown}."),
        };
    }

    public static IQueryable<TimesheetWeek> Within(this IQueryable<TimesheetWeek> weeks, ISatcomDb db, Actor actor)
    {
        var me = actor.UserId;
        return Of(actor) switch
        {
            Reach.Tenant => weeks,
            Reach.Reports => weeks.Where(w => w.EmployeeId == me || db.ReportsOf(me).Any(r => r.EmployeeId == w.EmployeeId)),
            Reach.Own => weeks.Where(w => w.EmployeeId == me),
            var unknown => throw new InvalidOperationException($"Unknown reach {unknown}."),
        };
    }

    /// <summary>Whether the caller sees a person's time. Reads only where the person is somebody else.</summary>
    public static async Task<bool> SeesTimeOfAsync(this ISatcomDb db, Actor actor, Guid employeeId, CancellationToken cancellationToken)
    {
        var (me, reach) = (actor.UserId, Of(actor));
        return (employeeId == me && reach != Reach.Tenant)
            || (reach != Reach.Own && await db.Employees.AnyAsync(e => e.Id == employeeId && (reach == Reach.Tenant || db.ReportsOf(me).Any(r => r.EmployeeId == employeeId)), cancellationToken));
    }

    /// <summary>Whether the caller decides a person's weeks. Of their own the domain says that nobody does.</summary>
    public static async Task<bool> DecidesForAsync(this ISatcomDb db, Actor actor, Guid employeeId, CancellationToken cancellationToken)
    {
        var (me, all) = (actor.UserId, actor.May(Permissions.TimesheetsDecideAll));
        return employeeId == me || await db.Employees.AnyAsync(e => e.Id == employeeId && (all || db.ReportsOf(me).Any(r => r.EmployeeId == employeeId)), cancellationToken);
    }
}
