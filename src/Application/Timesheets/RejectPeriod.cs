using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Gives a submitted week back, with the reason; its entries can be changed again.</summary>
[Requires(Permissions.TimesheetsDecideReports, Permissions.TimesheetsDecideAll)]
[AuditAction("timesheets.rejectPeriod")]
[Fails<NotFound>]
[Fails<NotAnEmployee>]
[Fails<VersionMismatch>]
[Fails<TimesheetOwnWeek>]
[Fails<TimesheetWeekMismatch>]
[Fails<TimesheetStateForbids>]
[Fails<ReasonRequired>]
public sealed record RejectPeriodCommand(DateOnly WeekStart, Guid? UserId, string? Note) : ICommand<PeriodDto>;

internal sealed class RejectPeriodValidator : AbstractValidator<RejectPeriodCommand>
{
    public RejectPeriodValidator()
    {
        RuleFor(c => c.WeekStart).IsPlannable();
        RuleFor(c => c.Note).MaximumLength(TimesheetWeek.NoteMaxLength);
    }
}

internal sealed class RejectPeriodHandler(PeriodMoves moves) : IRequestHandler<RejectPeriodCommand, Result<PeriodDto>>
{
    public Task<Result<PeriodDto>> Handle(RejectPeriodCommand request, CancellationToken cancellationToken) =>
        moves.DecideAsync(request.UserId, request.WeekStart, request.Note, (week, by, at) => week.Reject(by, at, request.Note), cancellationToken);
}
