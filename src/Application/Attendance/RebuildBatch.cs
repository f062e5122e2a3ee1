using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Attendance;

/// <summary>Computes the days of a few people anew, in the order of their ids.</summary>
/// <param name="After">People after this id.</param>
[SystemOnly]
[AuditAction("attendance.rebuildDays")]
public sealed record RebuildBatchCommand(DateOnly From, DateOnly To, IReadOnlyList<Guid> UserIds, Guid After) : ICommand<RebuiltBatch>
{
    /// <summary>About so many days are in memory at once.</summary>
    public const int DaysAtOnce = 2000;

    public const int PeopleAtOnce = 200;
}

/// <summary>What one batch came to.</summary>
/// <param name="Next">After whom the next batch begins; null when this was the last.</param>
public sealed record RebuiltBatch(int Days, int Changed, Guid? Next);

internal sealed class RebuildBatchHandler(ISatcomDb db, RequestScope scope, IAttendanceRules rules, IWorkSchedules schedules, DayJudge judge)
    : IRequestHandler<RebuildBatchCommand, Result<RebuiltBatch>>
{
    /// <summary>A week may begin so many days before one of its dates, or end so many after.</summary>
    private const int RestOfWeek = 6;

    public async Task<Result<RebuiltBatch>> Handle(RebuildBatchCommand request, CancellationToken cancellationToken)
    {
        var (first, last) = (Shifted(request.From, -RestOfWeek), Shifted(request.To, RestOfWeek));
        var people = Math.Clamp(RebuildBatchCommand.DaysAtOnce / (last.DayNumber - first.DayNumber + 1), 1, RebuildBatchCommand.PeopleAtOnce);
        var chosen = db.Employees.AsNoTracking().Where(e => e.Id.CompareTo(request.After) > 0);
        if (request.UserIds.Count > 0)
        {
            chosen = chosen.Where(e => request.UserIds.Contains(e.Id));
        }

        var ids = await chosen.OrderBy(e => e.Id).Select(e => e.Id).Take(people).ToListAsync(cancellationToken);
        var days = await db.AttendanceDays.Include(d => d.Punches.OrderBy(p => p.Sequence))
            .Where(d => ids.Contains(d.EmployeeId) && d.Date >= first && d.Date <= last)
            .ToListAsync(cancellationToken);
        await db.LoadAmendmentsAsync(days, cancellationToken);
        var of = await rules.GetAsync(cancellationToken);
        var plans = days.Count == 0
            ? new Dictionary<Guid, WorkSchedule>()
            : await schedules.OfAsync(ids, Shifted(first, -RestOfWeek), Shifted(last, RestOfWeek), cancellationToken);

        var (count, changed) = (0, 0);
        foreach (var person in days.GroupBy(d => d.EmployeeId))
        {
            var schedule = plans.GetValueOrDefault(person.Key);
            foreach (var week in person.OrderBy(d => d.Date).GroupBy(d => WeekOf(schedule, d.Date)))
            {
                // Of a week that is only partly in reach, the days before it count as they are stored.
                List<AttendanceDay> asked = week.Key.First <= request.To ? [.. week.Where(d => d.Date >= request.From)] : [];
                var before = asked.ConvertAll(Figures.Of);
                var ordinary = week.Where(d => d.Date < request.From).Sum(d => d.OrdinarySeconds);
                var counts = schedule is not null && asked.Exists(d => of.PolicyOn(d.Date, scope.Tenant.Settings).Overtime.CountsWeeks());
                judge.RebuildWeek(asked, of, schedule, new WeekSoFar(ordinary, counts ? schedule!.CreditedIn(week.Key.First, week.Key.Last) : 0));
                for (var i = 0; i < asked.Count; i++)
                {
                    if (asked[i].Date <= request.To && !of.Lock.Holds(asked[i].Date))
                    {
                        count++;
                        changed += Figures.Of(asked[i]) == before[i] ? 0 : 1;
                    }
                }
            }
        }

        return new RebuiltBatch(count, changed, ids.Count == people ? ids[^1] : null);
    }

    private static (DateOnly First, DateOnly Last) WeekOf(WorkSchedule? schedule, DateOnly date) => schedule?.Weeks.WeekOf(date) ?? (date, date);

    private static DateOnly Shifted(DateOnly date, int days) =>
        DateOnly.FromDayNumber(Math.Clamp(date.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));

    /// <summary>What a rebuild may change of a day.</summary>
    private sealed record Figures(
        AttendanceStatus Status, DateTimeOffset? SessionStartedAt, DateTimeOffset? DueAt, int Worked, int Break, int Lunch, int Deducted, int Scheduled, int Late, int Early, int Ordinary, int Holiday,
        int RestDay, int Daily, int Weekly, int Payable, string Flags, int Parts)
    {
        public static Figures Of(AttendanceDay d) => new(
            d.Status, d.SessionStartedAt, d.DueAt, d.WorkedSeconds, d.BreakSeconds, d.LunchSeconds, d.DeductedSeconds, d.ScheduledSeconds, d.LateSeconds, d.EarlyLeaveSeconds, d.OrdinarySeconds,
            d.OvertimeHolidaySeconds, d.OvertimeRestDaySeconds, d.OvertimeDailySeconds, d.OvertimeWeeklySeconds, d.PayableOvertimeSeconds, string.Join(',', d.Flags), d.Parts?.Count ?? 1);
    }
}
