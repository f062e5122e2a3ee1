using Microsoft.EntityFrameworkCore;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Attendance;

/// <summary>Computes the days of some people anew, week by week; locked ones stay. Whose days come out otherwise is judged for anomalies.</summary>
internal sealed class DayRebuilding(ISatcomDb db, RequestScope scope, IAttendanceRules rules, IWorkSchedules schedules, DayJudge judge)
{
    /// <summary>About so many days are in memory at once.</summary>
    public const int DaysAtOnce = 2000;

    /// <summary>A week may begin so many days before one of its dates, or end so many after.</summary>
    private const int RestOfWeek = 6;

    /// <summary>How many people's days of a period are in memory at once.</summary>
    public static int PeopleAtOnce(DateOnly from, DateOnly to, int atMost) => Math.Clamp(DaysAtOnce / (to.DayNumber - from.DayNumber + 1 + (2 * RestOfWeek)), 1, atMost);

    /// <summary>Has this node read anew what days are judged by.</summary>
    public void Forget()
    {
        rules.Forget();
        schedules.Forget();
    }

    /// <param name="isBulk">True where these people are some of many, so that their judgement may wait.</param>
    /// <returns>How many days were computed, and how many of them came out otherwise.</returns>
    public async Task<(int Days, int Changed)> RunAsync(IReadOnlyCollection<Guid> ids, DateOnly from, DateOnly to, bool isBulk, CancellationToken cancellationToken)
    {
        var (first, last) = (Shifted(from, -RestOfWeek), Shifted(to, RestOfWeek));
        var days = ids.Count == 0
            ? []
            : await db.AttendanceDays.Where(d => ids.Contains(d.EmployeeId) && d.Date >= from && d.Date <= last).ToListAsync(cancellationToken);
        if (days.Count == 0)
        {
            return (0, 0);
        }

        // Not joined with their days, whose many columns would come with each of them. A tap in between changes its day too, so what was computed from half of it is not saved.
        Guid[] dayIds = [.. days.Select(d => d.Id)];
        await db.Punches.Where(p => dayIds.Contains(p.DayId)).OrderBy(p => p.DayId).ThenBy(p => p.Sequence).LoadAsync(cancellationToken);

        // Of a week that is only partly in reach, the days before it count as they are stored.
        var earlier = (await db.AttendanceDays.AsNoTracking()
            .Where(d => ids.Contains(d.EmployeeId) && d.Date >= first && d.Date < from)
            .Select(d => new { d.EmployeeId, d.Date, d.OrdinarySeconds })
            .ToListAsync(cancellationToken)).ToLookup(d => d.EmployeeId);
        await db.LoadAmendmentsAsync(days, cancellationToken);
        var of = await rules.GetAsync(cancellationToken);
        var plans = await schedules.OfAsync(ids, Shifted(first, -RestOfWeek), Shifted(last, RestOfWeek), cancellationToken);

        var (count, changed, since) = (0, 0, new Dictionary<Guid, DateOnly>());
        foreach (var person in days.GroupBy(d => d.EmployeeId))
        {
            var schedule = plans.GetValueOrDefault(person.Key);
            foreach (var week in person.OrderBy(d => d.Date).GroupBy(d => WeekOf(schedule, d.Date)))
            {
                List<AttendanceDay> asked = week.Key.First <= to ? [.. week] : [];
                var before = asked.ConvertAll(Figures.Of);
                var ordinary = earlier[person.Key].Where(d => d.Date >= week.Key.First).Sum(d => d.OrdinarySeconds);
                var counts = schedule is not null && asked.Exists(d => of.PolicyOn(d.Date, scope.Tenant.Settings).Overtime.CountsWeeks());
                judge.RebuildWeek(asked, of, schedule, new WeekSoFar(ordinary, counts ? schedule!.CreditedIn(week.Key.First, week.Key.Last) : 0));
                for (var i = 0; i < asked.Count; i++)
                {
                    if (of.Lock.Holds(asked[i].Date))
                    {
                        continue;
                    }

                    // What was not kept yet is no change.
                    var now = Figures.Of(asked[i]);
                    var isChanged = (before[i].Credited is null ? now with { Credited = null } : now) != before[i];
                    if (isChanged)
                    {
                        since.TryAdd(person.Key, asked[i].Date);
                    }

                    // The rest of the last week changes with it, and is not what was asked for.
                    if (asked[i].Date <= to)
                    {
                        count++;
                        changed += isChanged ? 1 : 0;
                    }
                }
            }
        }

        await db.CallForJudgementsAsync(scope.Tenant.Id, since, RuleInputs.Attendance, isBulk, cancellationToken);
        return (count, changed);
    }

    private static (DateOnly First, DateOnly Last) WeekOf(WorkSchedule? schedule, DateOnly date) => schedule?.Weeks.WeekOf(date) ?? (date, date);

    private static DateOnly Shifted(DateOnly date, int days) =>
        DateOnly.FromDayNumber(Math.Clamp(date.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));

    /// <summary>What a rebuild may change of a day.</summary>
    private sealed record Figures(
        AttendanceStatus Status, DateTimeOffset? SessionStartedAt, DateTimeOffset? DueAt, int Worked, int Break, int Lunch, int Deducted, int Scheduled, int? Credited, int Late, int Early, int Ordinary, int Holiday,
        int RestDay, int Daily, int Weekly, int Payable, string Flags, string Parts, string Sessions, DateTimeOffset First, DateTimeOffset? Last, DateTimeOffset? Lacking, int LackingLimit, int LongestBreak, int PlannedBreak,
        Guid? ShiftId)
    {
        public static Figures Of(AttendanceDay d) => new(
            d.Status, d.SessionStartedAt, d.SessionStartedAt is null ? null : d.DueAt, d.WorkedSeconds, d.BreakSeconds, d.LunchSeconds, d.DeductedSeconds, d.ScheduledSeconds, d.CreditedSeconds, d.LateSeconds, d.EarlyLeaveSeconds, d.OrdinarySeconds,
            d.OvertimeHolidaySeconds, d.OvertimeRestDaySeconds, d.OvertimeDailySeconds, d.OvertimeWeeklySeconds, d.PayableOvertimeSeconds, string.Join(',', d.Flags),
            string.Join(',', d.Parts ?? []), string.Join(',', d.Sessions ?? []), d.FirstCheckInAt, d.LastCheckOutAt, d.LackingSince, d.LackingLimitSeconds, d.LongestBreakSeconds, d.PlannedBreakSeconds, d.ShiftId);
    }
}
