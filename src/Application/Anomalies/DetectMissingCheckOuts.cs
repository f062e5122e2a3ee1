using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Anomalies;

/// <summary>
/// Sees to the tenant's sessions that have outlived their window, oldest first, one batch of them: flags the day, and closes it by rule where the policy of its date says so. Each
/// flagged day tells of it by an event, and that alone raises the anomaly, whoever flagged the day.
/// </summary>
/// <param name="Take">How many days at most.</param>
/// <param name="Skip">How many of the oldest are left out, because they failed or stay as they are.</param>
[SystemOnly]
[AuditAction("attendance.flagMissedCheckOut")]
public sealed record DetectMissingCheckOutsCommand(int Take = DetectMissingCheckOutsCommand.BatchSize, int Skip = 0) : ICommand<MissedCheckOuts>
{
    public const int BatchSize = 200;
}

/// <summary>What one batch came to.</summary>
/// <param name="Flagged">How many days were flagged or closed.</param>
/// <param name="Stayed">How many will be found again, because nothing is due of them.</param>
/// <param name="MayBeMore">True when the batch was full.</param>
public sealed record MissedCheckOuts(int Flagged, int Stayed, bool MayBeMore);

internal sealed class DetectMissingCheckOutsHandler(ISatcomDb db, RequestScope scope, IAttendanceRules rules, IWorkSchedules schedules, DayJudge judge, IJudgementCalls judgements, TimeProvider time)
    : IRequestHandler<DetectMissingCheckOutsCommand, Result<MissedCheckOuts>>
{
    /// <summary>A week may begin so many days before one of its dates, or end so many after.</summary>
    private const int RestOfWeek = 6;

    public async Task<Result<MissedCheckOuts>> Handle(DetectMissingCheckOutsCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var of = await rules.GetAsync(cancellationToken);
        var locked = of.Lock.Through ?? DateOnly.MinValue;

        // A day says itself when it is due; where the limit became shorter since, the open session's length does.
        var longest = now.AddSeconds(-of.PolicyOn(TimeZones.LocalDate(now, scope.Tenant.TimeZone), scope.Tenant.Settings).MaxSessionSeconds);
        var days = await db.AttendanceDays.Include(d => d.Punches.OrderBy(p => p.Sequence))
            .Where(d => (d.DueAt < now || d.SessionStartedAt < longest) && d.Date > locked)
            .OrderBy(d => d.FirstCheckInAt).ThenBy(d => d.Id)
            .Skip(request.Skip)
            .Take(request.Take)
            .ToListAsync(cancellationToken);
        if (days.Count == 0)
        {
            return new MissedCheckOuts(0, 0, MayBeMore: false);
        }

        await db.LoadAmendmentsAsync(days, cancellationToken);
        Guid[] people = [.. days.Select(d => d.EmployeeId).Distinct()];
        var (first, last) = (days.Min(d => d.Date).AddDays(-RestOfWeek), days.Max(d => d.Date).AddDays(RestOfWeek));
        var plans = await schedules.OfAsync(people, first, last, cancellationToken);
        var around = (await db.AttendanceDays.AsNoTracking()
                .Where(d => people.Contains(d.EmployeeId) && d.Date >= first && d.Date <= last)
                .Select(d => new Neighbour(d.EmployeeId, d.Date, d.FirstCheckInAt, d.Sessions, d.OrdinarySeconds))
                .ToListAsync(cancellationToken))
            .ToLookup(d => d.EmployeeId);

        var (seenTo, stayed) = (0, 0);
        foreach (var day in days)
        {
            var its = RulesOf(day, of, plans.GetValueOrDefault(day.EmployeeId), around[day.EmployeeId]);
            if (day.CloseForgotten(time.New(), now, its, [.. around[day.EmployeeId].Where(d => d.Date != day.Date).SelectMany(d => d.Spans)]))
            {
                seenTo++;
                await judge.RebuildLaterAsync(day, cancellationToken);
                await judgements.CallAsync(day, isAfterwards: true, cancellationToken);
                continue;
            }

            var isFlagged = day.FlagMissedCheckOut(now, DayJudge.LimitOf(day, its));
            seenTo += isFlagged ? 1 : 0;
            if (!isFlagged || its.Policy.AutoClose != AutoCloseRule.Off)
            {
                // When the day is due again: to be closed by rule, or because its limit is another one by now.
                day.Rebuild(its);
                if (day.DueAt <= now)
                {
                    day.LeaveUnclosed();
                }
            }

            stayed += day.DueAt < now || day.SessionStartedAt < longest ? 1 : 0;
        }

        return new MissedCheckOuts(seenTo, stayed, days.Count == request.Take);
    }

    private DayRules RulesOf(AttendanceDay day, AttendanceRules of, WorkSchedule? schedule, IEnumerable<Neighbour> around)
    {
        var policy = of.PolicyOn(day.Date, scope.Tenant.Settings);
        var week = policy.Overtime.CountsWeeks() && schedule?.Weeks.WeekOf(day.Date) is { } its
            ? new WeekSoFar(around.Where(d => d.Date >= its.First && d.Date < day.Date).Sum(d => d.OrdinarySeconds), schedule.CreditedIn(its.First, its.Last))
            : default;
        return DayJudge.Of(policy, schedule, day.Date, week);
    }

    private sealed record Neighbour(Guid EmployeeId, DateOnly Date, DateTimeOffset FirstCheckInAt, List<WorkSpan>? Sessions, int OrdinarySeconds)
    {
        /// <summary>When the person worked on that day; of one with an online check-in alone, that moment.</summary>
        public List<WorkSpan> Spans => Sessions ?? [new WorkSpan(FirstCheckInAt, FirstCheckInAt, IsOpenEnded: false)];
    }
}
