using Microsoft.EntityFrameworkCore;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Projects;
using Satcom.Domain.Shifts;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Finds the weeks, totals and attendance that timesheets are judged by.</summary>
internal sealed class TimesheetWeeks(ISatcomDb db, RequestScope scope, IWorkSchedules schedules, TimeProvider time)
{
    /// <summary>Local dates may be so far ahead of UTC.</summary>
    private const int HoursAhead = 14;

    /// <summary>The person's week that holds a date, tracked; a new one where there is none yet. Null where somebody is no employee.</summary>
    /// <param name="isNew">Called with a week that is not kept yet.</param>
    public async Task<TimesheetWeek?> FindAsync(Guid employeeId, DateOnly date, Action<TimesheetWeek> isNew, CancellationToken cancellationToken)
    {
        // One that is kept stays as long as it was, whatever the company's weeks are now; a new one leaves the dates of its neighbours out.
        var near = await db.TimesheetWeeks.Include(w => w.Steps).Where(w => w.EmployeeId == employeeId && w.Start <= date.AddDays(6) && w.End >= date.AddDays(-6)).ToListAsync(cancellationToken);
        if (near.Find(w => w.Holds(date)) is { } known)
        {
            return known;
        }

        if (!(await schedules.OfAsync([employeeId], date.AddDays(-6), date.AddDays(6), cancellationToken)).TryGetValue(employeeId, out var schedule) || schedule.Weeks.WeekOf(date) is not { } week)
        {
            return null;
        }

        var first = near.Where(w => w.End < date && w.End >= week.First).Select(w => w.End.AddDays(1)).Append(week.First).Max();
        var last = near.Where(w => w.Start > date && w.Start <= week.Last).Select(w => w.Start.AddDays(-1)).Append(week.Last).Min();
        var made = new TimesheetWeek(scope.Tenant.Id, time.New(), employeeId, first, last);
        isNew(made);
        return made;
    }

    /// <summary>The week for a change: a new one is kept with it.</summary>
    public Task<TimesheetWeek?> FindToChangeAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken) =>
        FindAsync(employeeId, date, week => db.TimesheetWeeks.Add(week), cancellationToken);

    /// <summary>What the person has entered on a date, tracked; a new row where there is none yet.</summary>
    public async Task<TimesheetDayTotal> TotalOfAsync(TimesheetWeek week, DateOnly date, CancellationToken cancellationToken)
    {
        var total = await db.TimesheetDays.SingleOrDefaultAsync(d => d.EmployeeId == week.EmployeeId && d.Date == date, cancellationToken);
        if (total is null)
        {
            total = new TimesheetDayTotal(week.TenantId, week.EmployeeId, date, week.Id);
            db.TimesheetDays.Add(total);
        }

        return total;
    }

    /// <summary>Has a week whose entries change say so where it is due.</summary>
    public void Tell(TimesheetWeek week, TimesheetPolicy policy) => week.EntriesChange(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime.AddHours(HoursAhead)), policy.DueDays);

    /// <summary>Worked seconds of a date.</summary>
    public async Task<int> AttendedAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken) =>
        (await db.WorkedByDateAsync(employeeId, date, date, cancellationToken)).GetValueOrDefault(date);

    /// <summary>Whether what somebody entered on some dates keeps to their attendance as it is now, where the company asks for that.</summary>
    public async Task<Error?> JudgeBoundAsync(Guid employeeId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var policy = await PolicyAsync(cancellationToken);
        return policy.IsBoundByAttendance && (await db.TotalsOfAsync(employeeId, from, to, cancellationToken)).Exceeds(policy.ToleranceMinutes) ? new TimesheetExceedsAttendance() : null;
    }

    /// <summary>The company's weeks by date.</summary>
    public async Task<IReadOnlyList<Dated<WeekRule>>> OfCompanyAsync(CancellationToken cancellationToken)
    {
        var company = await db.WorkWeekPolicies.AsNoTracking().Select(p => p.Weeks).SingleOrDefaultAsync(cancellationToken) ?? [new Dated<CompanyWeek>(DateOnly.MinValue, CompanyWeek.Default)];
        return [.. company.Select(w => new Dated<WeekRule>(w.From, new WeekRule(w.Value.Start, w.Value.Weekend)))];
    }

    /// <summary>What the company asks for.</summary>
    public async Task<TimesheetPolicy> PolicyAsync(CancellationToken cancellationToken) =>
        (await db.TimesheetRules.AsNoTracking().SingleOrDefaultAsync(cancellationToken))?.Policy ?? TimesheetPolicy.Default;
}

/// <summary>What entries are made of, judged beside the company's data.</summary>
internal static class EntryTargets
{
    /// <summary>Whether the caller may enter time on a project and task on a date.</summary>
    /// <returns>Null when they may. A project that they are no member of is none for them.</returns>
    public static async Task<Error?> JudgeTargetAsync(this ISatcomDb db, Guid employeeId, TimesheetLine line, CancellationToken cancellationToken)
    {
        var (projectId, taskId) = (line.ProjectId, line.TaskId);
        var target = await db.Projects.AsNoTracking()
            .Where(p => p.Id == projectId && db.ProjectMembers.Any(m => m.ProjectId == projectId && m.EmployeeId == employeeId))
            .Select(p => new { Project = p, IsTaskArchived = db.ProjectTasks.Where(t => t.ProjectId == projectId && t.Id == taskId).Select(t => (bool?)t.IsArchived).SingleOrDefault() })
            .SingleOrDefaultAsync(cancellationToken);
        return target is null ? new ProjectNotYours()
            : target.Project.JudgeEntry(line.Date) is { } over ? over
            : taskId is null ? null
            : target.IsTaskArchived is not { } isArchived ? new TaskUnknown()
            : isArchived ? new TaskArchived()
            : null;
    }
}

/// <summary>The person is no member of such a project, so they enter no time on it.</summary>
public sealed record ProjectNotYours() : Error("project_not_yours", ErrorKind.Unprocessable);

/// <summary>The project has no such task.</summary>
public sealed record TaskUnknown() : Error("task_unknown", ErrorKind.Unprocessable);
