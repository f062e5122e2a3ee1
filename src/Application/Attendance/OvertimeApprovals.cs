using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Judges days one by one whose overtime is approved together.</summary>
internal static class OvertimeApprovals
{
    /// <summary>Approves all of a day's overtime, where that waits and the caller may.</summary>
    /// <param name="day">Null where the caller sees no such day.</param>
    public static OvertimeOutcome Approve(OvertimeDayRef asked, AttendanceDay? day, AttendanceRules of, RequestScope scope, DateTimeOffset now)
    {
        if (day is null)
        {
            // An id that the caller cannot see is not told back to them.
            return new OvertimeOutcome(Id: null, DecisionOutcome.Refused, new NotFound().Code);
        }

        if (!day.IsOvertimePending)
        {
            return new OvertimeOutcome(day.Id, DecisionOutcome.Unchanged, Code: null);
        }

        return Judge(asked, day, of, scope, now) is { } refusal
            ? new OvertimeOutcome(day.Id, DecisionOutcome.Refused, refusal.Code)
            : new OvertimeOutcome(day.Id, DecisionOutcome.Decided, Code: null);
    }

    private static Error? Judge(OvertimeDayRef asked, AttendanceDay day, AttendanceRules of, RequestScope scope, DateTimeOffset now)
    {
        var policy = of.PolicyOn(day.Date, scope.Tenant.Settings);
        return asked.Version is { } seen && seen != day.Version ? new VersionMismatch()
            : day.EmployeeId != scope.Actor.UserId && !scope.Actor.May(Permissions.AttendanceManage) && !policy.ManagersApproveOvertime ? new DecidedByHr()
            : day.ApproveOvertime(day.OvertimeSeconds, scope.Actor.UserId, now, of.Lock, DayJudge.Of(policy, schedule: null, day.Date));
    }
}
