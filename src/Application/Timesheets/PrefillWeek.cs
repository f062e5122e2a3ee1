using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Projects;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Where proposals come from.</summary>
public enum PrefillSource
{
    /// <summary>What was attended and is not entered yet.</summary>
    Attendance,

    /// <summary>What was entered in the week before.</summary>
    PreviousWeek,
}

/// <summary>Proposes entries for a week of the caller's, and writes none.</summary>
/// <param name="WeekStart">The week's first date.</param>
/// <param name="Source">Where the proposals come from.</param>
/// <param name="ProjectId">From the attendance: on which project.</param>
/// <param name="TaskId">From the attendance: on which of its tasks.</param>
[Requires(Permissions.TimesheetsWrite)]
[Fails<NotAnEmployee>]
[Fails<TimesheetWeekMismatch>]
[Fails<TimesheetSealed>]
[Fails<ProjectNotYours>]
[Fails<ProjectArchived>]
[Fails<TaskUnknown>]
[Fails<TaskArchived>]
public sealed record PrefillWeekQuery(DateOnly WeekStart, PrefillSource Source, Guid? ProjectId = null, Guid? TaskId = null) : IQuery<PrefillDto>;

/// <summary>Entries that could be made.</summary>
/// <param name="Items">In the order of their dates.</param>
public sealed record PrefillDto(IReadOnlyList<ProposedEntryDto> Items);

/// <summary>An entry that could be made.</summary>
/// <param name="Date">The date, local to the person.</param>
/// <param name="ProjectId">What to enter it on.</param>
/// <param name="TaskId">Which part of it.</param>
/// <param name="Minutes">Whole minutes.</param>
/// <param name="Notes">What was written the week before.</param>
public sealed record ProposedEntryDto(DateOnly Date, Guid ProjectId, Guid? TaskId, int Minutes, string? Notes);

internal sealed class PrefillWeekValidator : AbstractValidator<PrefillWeekQuery>
{
    public PrefillWeekValidator()
    {
        RuleFor(q => q.WeekStart).IsPlannable();
        RuleFor(q => q.Source).IsInEnum();
        RuleFor(q => q.ProjectId).NotNull().When(q => q.Source == PrefillSource.Attendance);
    }
}

internal sealed class PrefillWeekHandler(ISatcomDb db, RequestScope scope, TimesheetWeeks weeks) : IRequestHandler<PrefillWeekQuery, Result<PrefillDto>>
{
    public async Task<Result<PrefillDto>> Handle(PrefillWeekQuery request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        if (await weeks.FindAsync(me, request.WeekStart, _ => { }, cancellationToken) is not { } week)
        {
            return new NotAnEmployee();
        }

        if (week.Start != request.WeekStart)
        {
            return new TimesheetWeekMismatch();
        }

        if (week.JudgeEditing() is { } locked)
        {
            return locked;
        }

        return request.Source == PrefillSource.Attendance
            ? await FromAttendanceAsync(me, week, request.ProjectId!.Value, request.TaskId, cancellationToken)
            : await FromWeekBeforeAsync(me, week, cancellationToken);
    }

    private async Task<Result<PrefillDto>> FromAttendanceAsync(Guid me, TimesheetWeek week, Guid projectId, Guid? taskId, CancellationToken cancellationToken)
    {
        var totals = await db.TotalsOfAsync(me, week.Start, week.End, cancellationToken);
        List<TimesheetLine> lines = [.. TimesheetPrefill.FromAttendance(totals, projectId, taskId)];

        // What lies before the project's first date or behind its last would only be refused; where all of it does, the first says why.
        var project = await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == projectId, cancellationToken);
        var open = lines.FindAll(l => project?.JudgeEntry(l.Date) is null);
        var first = open.Concat(lines).FirstOrDefault() ?? new TimesheetLine(week.Start, projectId, taskId, 1, Notes: null);
        return await db.JudgeTargetAsync(me, first, cancellationToken) is { } refusal ? refusal : Of(open);
    }

    private async Task<Result<PrefillDto>> FromWeekBeforeAsync(Guid me, TimesheetWeek week, CancellationToken cancellationToken)
    {
        var (first, last) = (week.Start.AddDays(-7), week.End);
        var rows = await db.TimesheetEntries.AsNoTracking().Where(e => e.EmployeeId == me && e.Date >= first && e.Date <= last).OrderBy(e => e.Date).ThenBy(e => e.Id)
            .Select(e => new { e.Date, e.ProjectId, e.TaskId, e.Minutes, e.Notes }).ToListAsync(cancellationToken);
        var lines = rows.ConvertAll(e => new TimesheetLine(e.Date, e.ProjectId, e.TaskId, e.Minutes, e.Notes));
        List<TimesheetLine> proposed = [.. TimesheetPrefill.FromPreviousWeek(week, lines.Where(l => l.Date < week.Start), lines.FindAll(l => week.Holds(l.Date)))];

        // What has ended since, or is not the person's any more, would only be refused.
        Guid[] ids = [.. proposed.Select(l => l.ProjectId).Distinct()];
        var projects = await db.Projects.AsNoTracking().Where(p => ids.Contains(p.Id) && db.ProjectMembers.Any(m => m.ProjectId == p.Id && m.EmployeeId == me)).ToDictionaryAsync(p => p.Id, cancellationToken);
        var archived = await db.ProjectTasks.AsNoTracking().Where(t => ids.Contains(t.ProjectId) && t.IsArchived).Select(t => t.Id).ToListAsync(cancellationToken);
        return Of(proposed.Where(l => projects.TryGetValue(l.ProjectId, out var project) && project.JudgeEntry(l.Date) is null && !(l.TaskId is { } task && archived.Contains(task))));
    }

    private static PrefillDto Of(IEnumerable<TimesheetLine> lines) => new([.. lines.Select(l => new ProposedEntryDto(l.Date, l.ProjectId, l.TaskId, l.Minutes, l.Notes))]);
}
