using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Attendance;

/// <summary>Finds what a person's days are judged by, and computes the days anew that depend on a changed one.</summary>
internal sealed class DayJudge(ISatcomDb db, RequestScope scope, IAttendanceRules rules, IDayPlans plans)
{
    /// <summary>The rules of a day, with how its week stands where overtime depends on that.</summary>
    public async ValueTask<DayRules> RulesAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken)
    {
        var policy = (await rules.GetAsync(cancellationToken)).PolicyOn(date, scope.Tenant.Settings);
        var schedule = await plans.OfAsync(employeeId, date, cancellationToken);
        return Of(policy, schedule, date, await WeekAsync(policy, employeeId, schedule, date, cancellationToken));
    }

    /// <summary>The rules of a day that has no time to count yet.</summary>
    public static DayRules Of(AttendancePolicy policy, WorkSchedule? schedule, DateOnly date, WeekSoFar week = default) => new(policy, schedule?.On(date))
    {
        Week = week,
        KindsAfter = schedule is null || policy.Attribution != DayAttribution.SplitAtMidnight ? [] : [schedule.On(date.AddDays(1)).WorkKind, schedule.On(date.AddDays(2)).WorkKind],
    };

    /// <summary>How long the session that is open can have lasted, before its check-out counts as forgotten.</summary>
    public static int LimitOf(AttendanceDay day, DayRules rules) =>
        day.SessionStartedAt is { } start ? Domain.Common.WholeSeconds.Between(start, rules.Policy.SessionEnds(start, rules.Schedule?.Shift)) : rules.Policy.MaxSessionSeconds;

    /// <summary>The days of a week after a changed one, in order: what they have of weekly overtime depends on it.</summary>
    public async Task RebuildLaterAsync(AttendanceDay changed, CancellationToken cancellationToken)
    {
        var of = await rules.GetAsync(cancellationToken);
        if (await plans.OfAsync(changed.EmployeeId, changed.Date, cancellationToken) is not { } schedule
            || schedule.Weeks.WeekOf(changed.Date) is not { } week
            || !CountsWeeks(of, changed.Date, week.Last))
        {
            return;
        }

        var later = await db.AttendanceDays.Include(d => d.Punches.OrderBy(p => p.Sequence))
            .Where(d => d.EmployeeId == changed.EmployeeId && d.Date > changed.Date && d.Date <= week.Last)
            .OrderBy(d => d.Date)
            .ToListAsync(cancellationToken);
        if (later.Count == 0)
        {
            return;
        }

        await db.LoadAmendmentsAsync(later, cancellationToken);
        var ordinary = await OrdinaryBeforeAsync(changed.EmployeeId, week.First, changed.Date, cancellationToken) + changed.OrdinarySeconds;
        RebuildWeek(later, of, schedule, new WeekSoFar(ordinary, schedule.CreditedIn(week.First, week.Last)));

        // Who changes one of them at the same time has read this day as it was. So each is written, whether it comes out otherwise or not: one of the two commits then finds another version, and runs again.
        foreach (var day in later.Where(d => !of.Lock.Holds(d.Date)))
        {
            db.AttendanceDays.Entry(day).Property(d => d.OrdinarySeconds).IsModified = true;
        }
    }

    /// <summary>Computes days of one week anew, each after those before it.</summary>
    /// <param name="days">In the order of their dates.</param>
    /// <param name="week">How the week stands before the first of them.</param>
    /// <returns>How the week stands after the last.</returns>
    public WeekSoFar RebuildWeek(IEnumerable<AttendanceDay> days, AttendanceRules of, WorkSchedule? schedule, WeekSoFar week)
    {
        foreach (var day in days)
        {
            if (!of.Lock.Holds(day.Date))
            {
                day.Rebuild(Of(of.PolicyOn(day.Date, scope.Tenant.Settings), schedule, day.Date, week));
            }

            week = week.After(day.OrdinarySeconds);
        }

        return week;
    }

    private bool CountsWeeks(AttendanceRules of, DateOnly first, DateOnly last)
    {
        for (var date = first; date <= last; date = date.AddDays(1))
        {
            if (of.PolicyOn(date, scope.Tenant.Settings).Overtime.CountsWeeks())
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask<WeekSoFar> WeekAsync(AttendancePolicy policy, Guid employeeId, WorkSchedule? schedule, DateOnly date, CancellationToken cancellationToken) =>
        policy.Overtime.CountsWeeks() && schedule?.Weeks.WeekOf(date) is { } week
            ? new WeekSoFar(await OrdinaryBeforeAsync(employeeId, week.First, date, cancellationToken), schedule.CreditedIn(week.First, week.Last))
            : default;

    private Task<int> OrdinaryBeforeAsync(Guid employeeId, DateOnly first, DateOnly before, CancellationToken cancellationToken) =>
        db.AttendanceDays.Where(d => d.EmployeeId == employeeId && d.Date >= first && d.Date < before).SumAsync(d => d.OrdinarySeconds, cancellationToken);
}
