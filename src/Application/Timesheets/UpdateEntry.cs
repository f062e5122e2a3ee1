using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Projects;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>What an entry says now.</summary>
/// <param name="Date">A date of the same week.</param>
/// <param name="ProjectId">A project that the caller is a member of.</param>
/// <param name="TaskId">One of its tasks.</param>
/// <param name="Minutes">1 to 1440.</param>
/// <param name="Notes">What was done; the company may want it.</param>
public sealed record EntryChange(DateOnly Date, Guid ProjectId, Guid? TaskId, int Minutes, string? Notes);

/// <summary>Says of an entry of the caller's what it says now. It stays in its week.</summary>
[Requires(Permissions.TimesheetsWrite)]
[AuditAction("timesheets.updateEntry")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<ProjectNotYours>]
[Fails<ProjectArchived>]
[Fails<TaskUnknown>]
[Fails<TaskArchived>]
[Fails<TimesheetSealed>]
[Fails<TimesheetWeekMismatch>]
[Fails<TimesheetNoteRequired>]
[Fails<TimesheetDayFull>]
[Fails<TimesheetExceedsAttendance>]
public sealed record UpdateEntryCommand(Guid Id, EntryChange Entry) : ICommand<TimesheetEntryDto>;

internal sealed class UpdateEntryValidator : AbstractValidator<UpdateEntryCommand>
{
    public UpdateEntryValidator()
    {
        RuleFor(c => c.Entry.Date).IsPlannable().OverridePropertyName("Date");
        RuleFor(c => c.Entry.Minutes).InclusiveBetween(1, TimesheetEntry.MinutesOfADay).OverridePropertyName("Minutes");
        RuleFor(c => c.Entry.Notes).MaximumLength(TimesheetEntry.NotesMaxLength).OverridePropertyName("Notes");
    }
}

internal sealed class UpdateEntryHandler(ISatcomDb db, RequestScope scope, TimesheetWeeks weeks) : IRequestHandler<UpdateEntryCommand, Result<TimesheetEntryDto>>
{
    public async Task<Result<TimesheetEntryDto>> Handle(UpdateEntryCommand request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        var found = await (from one in db.TimesheetEntries
                           join its in db.TimesheetWeeks on one.WeekId equals its.Id
                           where one.Id == request.Id && one.EmployeeId == me
                           select new { Entry = one, Week = its }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return new NotFound();
        }

        var (entry, week, given) = (found.Entry, found.Week, request.Entry);
        if (scope.IfMatch is { } version && version != entry.Version)
        {
            return new VersionMismatch();
        }

        if (week.JudgeEditing() is { } locked)
        {
            return locked;
        }

        var line = new TimesheetLine(given.Date, given.ProjectId, given.TaskId, given.Minutes, string.IsNullOrWhiteSpace(given.Notes) ? null : given.Notes.Trim());
        if (line == entry.Line)
        {
            return TimesheetEntryDto.Of(entry);
        }

        if (!week.Holds(line.Date))
        {
            return new TimesheetWeekMismatch();
        }

        if (await db.JudgeTargetAsync(me, line, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var total = await weeks.TotalOfAsync(week, entry.Date, cancellationToken);
        total.Add(-entry.Minutes);
        if (line.Date != entry.Date)
        {
            total = await weeks.TotalOfAsync(week, line.Date, cancellationToken);
        }

        var policy = await weeks.PolicyAsync(cancellationToken);
        var attended = policy.IsBoundByAttendance ? await weeks.AttendedAsync(me, line.Date, cancellationToken) : 0;
        if (entry.Change(week, line, new TimesheetDate(total.Minutes, attended), policy) is { } lack)
        {
            return lack;
        }

        total.Add(line.Minutes);
        weeks.Tell(week, policy);
        return TimesheetEntryDto.AfterChange(entry);
    }
}
