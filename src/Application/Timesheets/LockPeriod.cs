using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Seals an approved week, because it was paid.</summary>
[Requires(Permissions.TimesheetsDecideAll)]
[AuditAction("timesheets.lockPeriod")]
[Fails<NotFound>]
[Fails<NotAnEmployee>]
[Fails<VersionMismatch>]
[Fails<TimesheetOwnWeek>]
[Fails<TimesheetWeekMismatch>]
[Fails<TimesheetStateForbids>]
public sealed record LockPeriodCommand(DateOnly WeekStart, Guid? UserId, string? Note) : ICommand<PeriodDto>;

internal sealed class LockPeriodValidator : AbstractValidator<LockPeriodCommand>
{
    public LockPeriodValidator()
    {
        RuleFor(c => c.WeekStart).IsPlannable();
        RuleFor(c => c.Note).MaximumLength(TimesheetWeek.NoteMaxLength);
    }
}

internal sealed class LockPeriodHandler(PeriodMoves moves) : IRequestHandler<LockPeriodCommand, Result<PeriodDto>>
{
    public Task<Result<PeriodDto>> Handle(LockPeriodCommand request, CancellationToken cancellationToken) =>
        moves.DecideAsync(request.UserId, request.WeekStart, request.Note, (week, by, at) => week.Lock(by, at), cancellationToken);
}
