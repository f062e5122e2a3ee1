using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>What submitting, approving, rejecting, reopening and locking a week have in common.</summary>
internal sealed class PeriodMoves(ISatcomDb db, RequestScope scope, TimesheetWeeks weeks, TimesheetNotices notices, IMessenger messenger, TimeProvider time)
{
    /// <summary>Moves the person's week that begins on a date, and tells them where somebody else decided it.</summary>
    /// <param name="step">The move, by whom and when.</param>
    public async Task<Result<PeriodDto>> MoveAsync(Guid employeeId, DateOnly weekStart, string? note, Func<TimesheetWeek, Guid, DateTimeOffset, Error?> step, CancellationToken cancellationToken)
    {
        if (await weeks.FindToChangeAsync(employeeId, weekStart, cancellationToken) is not { } week)
        {
            return new NotAnEmployee();
        }

        if (week.Start != weekStart)
        {
            return new TimesheetWeekMismatch();
        }

        if (scope.IfMatch is { } version && version != week.Version)
        {
            return new VersionMismatch();
        }

        scope.AuditReason = note;
        if (step(week, scope.Actor.UserId, Now) is { } refusal)
        {
            return refusal;
        }

        await notices.TellAsync(week, note, cancellationToken);
        var policy = await weeks.PolicyAsync(cancellationToken);
        return await PeriodDto.OfAsync(week, db, policy.DueDays, cancellationToken);
    }

    /// <summary>Moves a week that the caller decides: one of somebody else, within their reach.</summary>
    public async Task<Result<PeriodDto>> DecideAsync(Guid? userId, DateOnly weekStart, string? note, Func<TimesheetWeek, Guid, DateTimeOffset, Error?> step, CancellationToken cancellationToken)
    {
        var employeeId = userId ?? scope.Actor.UserId;
        return await db.DecidesForAsync(scope.Actor, employeeId, cancellationToken) ? await MoveAsync(employeeId, weekStart, note, step, cancellationToken) : new NotFound();
    }

    /// <summary>Moves many weeks, each judged by itself, in two reads however many there are.</summary>
    /// <param name="isThere">Whether a week is already where it is to be, or further.</param>
    public async Task<PeriodOutcomes> DecideManyAsync(
        IReadOnlyList<PeriodRef> periods, string? note, Func<TimesheetStatus, bool> isThere, Func<TimesheetWeek, Guid, DateTimeOffset, Error?> step, CancellationToken cancellationToken)
    {
        var (me, all) = (scope.Actor.UserId, scope.Actor.May(Permissions.TimesheetsDecideAll));
        Guid[] ids = [.. periods.Select(p => p.UserId).Distinct()];
        DateOnly[] starts = [.. periods.Select(p => p.WeekStart).Distinct()];
        var people = await (from employee in db.Employees.AsNoTracking()
                            join user in db.Users.AsNoTracking() on employee.Id equals user.Id
                            where ids.Contains(employee.Id) && (all || employee.Id == me || db.ReportsOf(me).Any(r => r.EmployeeId == employee.Id))
                            select new { user.Id, user.Email, user.DisplayName, user.Status }).ToDictionaryAsync(p => p.Id, cancellationToken);
        var kept = (await db.TimesheetWeeks.Where(w => ids.Contains(w.EmployeeId) && starts.Contains(w.Start)).ToListAsync(cancellationToken)).ToDictionary(w => (w.EmployeeId, w.Start));
        scope.AuditReason = note;
        var (items, now) = (new List<PeriodOutcome>(periods.Count), Now);
        foreach (var asked in periods)
        {
            var (outcome, refusal) = (DecisionOutcome.Refused, (Error?)null);
            if (!people.TryGetValue(asked.UserId, out var person))
            {
                refusal = new NotFound();
            }
            else if (kept.GetValueOrDefault((asked.UserId, asked.WeekStart)) is not { } week)
            {
                // Nothing happened in it yet, so it is open.
                refusal = new TimesheetStateForbids();
            }
            else if (isThere(week.Status))
            {
                outcome = DecisionOutcome.Unchanged;
            }
            else
            {
                refusal = asked.Version is { } seen && seen != week.Version ? new VersionMismatch() : step(week, me, now);
                if (refusal is null)
                {
                    outcome = DecisionOutcome.Decided;
                    if (person.Status == UserStatus.Active && TimesheetNotices.ContentOf(week, note) is { } content)
                    {
                        messenger.Mail(person.Email, person.DisplayName, content);
                    }
                }
            }

            items.Add(new PeriodOutcome(person?.Id, asked.WeekStart, outcome, refusal?.Code));
        }

        int Count(DecisionOutcome outcome) => items.Count(i => i.Outcome == outcome);
        return new PeriodOutcomes(Count(DecisionOutcome.Decided), Count(DecisionOutcome.Unchanged), Count(DecisionOutcome.Refused), items);
    }

    private DateTimeOffset Now => WholeSeconds.Of(time.GetUtcNow());
}
