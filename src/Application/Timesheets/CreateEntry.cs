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

/// <summary>Enters time of the caller's.</summary>
/// <param name="Id">The client's id of the entry: sent again with the same content, it creates nothing.</param>
/// <param name="Date">The date, local to the person.</param>
/// <param name="ProjectId">A project that the caller is a member of.</param>
/// <param name="TaskId">One of its tasks.</param>
/// <param name="Minutes">1 to 1440.</param>
/// <param name="Notes">What was done; the company may want it.</param>
[Requires(Permissions.TimesheetsWrite)]
[AuditAction("timesheets.createEntry")]
[Fails<IdConflict>]
[Fails<NotAnEmployee>]
[Fails<ProjectNotYours>]
[Fails<ProjectArchived>]
[Fails<TaskUnknown>]
[Fails<TaskArchived>]
[Fails<TimesheetSealed>]
[Fails<TimesheetNoteRequired>]
[Fails<TimesheetDayFull>]
[Fails<TimesheetExceedsAttendance>]
public sealed record CreateEntryCommand(Guid? Id, DateOnly Date, Guid ProjectId, Guid? TaskId, int Minutes, string? Notes) : ICommand<TimesheetEntryDto>;

internal sealed class CreateEntryValidator : AbstractValidator<CreateEntryCommand>
{
    public CreateEntryValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        RuleFor(c => c.Date).IsPlannable();
        RuleFor(c => c.Minutes).InclusiveBetween(1, TimesheetEntry.MinutesOfADay);
        RuleFor(c => c.Notes).MaximumLength(TimesheetEntry.NotesMaxLength);
    }
}

internal sealed class CreateEntryHandler(ISatcomDb db, RequestScope scope, TimesheetWeeks weeks, TimeProvider time) : IRequestHandler<CreateEntryCommand, Result<TimesheetEntryDto>>
{
    public async Task<Result<TimesheetEntryDto>> Handle(CreateEntryCommand request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        var line = new TimesheetLine(request.Date, request.ProjectId, request.TaskId, request.Minutes, string.IsNullOrWhiteSpace(request.Notes) ? null : request.Notes.Trim());

        // What was sent before is answered before it is judged again: its own minutes may have filled the day.
        if (request.Id is { } id && await db.TimesheetEntries.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is { } known)
        {
            return known.EmployeeId == me && known.Line == line ? TimesheetEntryDto.Of(known) : new IdConflict();
        }

        if (await weeks.FindToChangeAsync(me, request.Date, cancellationToken) is not { } week)
        {
            return new NotAnEmployee();
        }

        if (week.JudgeEditing() is { } locked)
        {
            return locked;
        }

        if (await db.JudgeTargetAsync(me, line, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var total = await weeks.TotalOfAsync(week, line.Date, cancellationToken);
        var policy = await weeks.PolicyAsync(cancellationToken);
        var attended = policy.IsBoundByAttendance ? await weeks.AttendedAsync(me, line.Date, cancellationToken) : 0;
        if (!TimesheetEntry.Create(week, request.Id ?? time.New(), line, new TimesheetDate(total.Minutes, attended), policy).TryGet(out var entry, out var lack))
        {
            return lack;
        }

        total.Add(line.Minutes);
        db.TimesheetEntries.Add(entry);
        weeks.Tell(week, policy);
        return TimesheetEntryDto.AfterChange(entry);
    }
}

internal sealed class TimesheetConstraints : IConstraintErrorSource
{
    public IEnumerable<ConstraintError> Errors =>
    [
        new("pk_timesheet_entries", new IdConflict()),
        new("ck_timesheet_days_minutes", new TimesheetDayFull()),
        new("ck_timesheet_days_sealed", new TimesheetSealed()),
        new("fk_timesheet_entries_project", new ProjectInUse()),
        new("fk_timesheet_entries_task", new ProjectInUse()),
        new("fk_timesheet_weeks_employee", new NotAnEmployee()),
    ];
}
