using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Agrees to a submitted week.</summary>
[Requires(Permissions.TimesheetsDecideReports, Permissions.TimesheetsDecideAll)]
[AuditAction("timesheets.approvePeriod")]
[Fails<NotFound>]
[Fails<NotAnEmployee>]
[Fails<VersionMismatch>]
[Fails<TimesheetOwnWeek>]
[Fails<TimesheetWeekMismatch>]
[Fails<TimesheetStateForbids>]
public sealed record ApprovePeriodCommand(DateOnly WeekStart, Guid? UserId, string? Note) : ICommand<PeriodDto>;

internal sealed class ApprovePeriodValidator : AbstractValidator<ApprovePeriodCommand>
{
    public ApprovePeriodValidator()
    {
        RuleFor(c => c.WeekStart).IsPlannable();
        RuleFor(c => c.Note).MaximumLength(TimesheetWeek.NoteMaxLength);
    }
}

internal sealed class ApprovePeriodHandler(PeriodMoves moves) : IRequestHandler<ApprovePeriodCommand, Result<PeriodDto>>
{
    public Task<Result<PeriodDto>> Handle(ApprovePeriodCommand request, CancellationToken cancellationToken) =>
        moves.DecideAsync(request.UserId, request.WeekStart, request.Note, (week, by, at) => week.Approve(by, at, request.Note), cancellationToken);
}
