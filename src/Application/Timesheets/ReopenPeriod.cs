using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Opens a week again, with the reason. One that is locked is opened by those who lock.</summary>
[Requires(Permissions.TimesheetsDecideReports, Permissions.TimesheetsDecideAll)]
[AuditAction("timesheets.reopenPeriod")]
[Fails<NotFound>]
[Fails<NotAnEmployee>]
[Fails<VersionMismatch>]
[Fails<TimesheetOwnWeek>]
[Fails<TimesheetWeekMismatch>]
[Fails<TimesheetStateForbids>]
[Fails<ReasonRequired>]
public sealed record ReopenPeriodCommand(DateOnly WeekStart, Guid? UserId, string? Note) : ICommand<PeriodDto>;

internal sealed class ReopenPeriodValidator : AbstractValidator<ReopenPeriodCommand>
{
    public ReopenPeriodValidator()
    {
        RuleFor(c => c.WeekStart).IsPlannable();
        RuleFor(c => c.Note).MaximumLength(TimesheetWeek.NoteMaxLength);
    }
}

internal sealed class ReopenPeriodHandler(PeriodMoves moves, RequestScope scope) : IRequestHandler<ReopenPeriodCommand, Result<PeriodDto>>
{
    public Task<Result<PeriodDto>> Handle(ReopenPeriodCommand request, CancellationToken cancellationToken) =>
        moves.DecideAsync(request.UserId, request.WeekStart, request.Note, (week, by, at) => week.Status == TimesheetStatus.Locked && !scope.Actor.May(Permissions.TimesheetsDecideAll) ? new TimesheetStateForbids() : week.Reopen(by, at, request.Note), cancellationToken);
}
