using Satcom.Application.Common;
using Satcom.Domain.Attendance;

namespace Satcom.Application.Attendance;

/// <summary>Narrows days to those that the caller may see.</summary>
internal static class AttendanceReach
{
    public static Reach Of(Actor actor) =>
        actor.May(Permissions.AttendanceReadAll) ? Reach.Tenant
        : actor.May(Permissions.AttendanceReadReports) ? Reach.Reports
        : Reach.Own;

    public static IQueryable<AttendanceDay> Within(this IQueryable<AttendanceDay> days, ISatcomDb db, Actor actor)
    {
        var me = actor.UserId;
        return Of(actor) switch
        {
            Reach.Tenant => days,
            Reach.Reports => days.Where(d => d.EmployeeId == me || db.ReportsOf(me).Any(r => r.EmployeeId == d.EmployeeId)),
            Reach.Own => days.Where(d => d.EmployeeId == me),
            var unknown => throw new InvalidOperationException($"Unknown reach {unknown}."),
        };
    }
}
