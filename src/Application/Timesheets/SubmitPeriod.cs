using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Says that a week is complete: the person, or in their place who decides everybody's.</summary>
[Requires(Permissions.TimesheetsWrite)]
[AuditAction("timesheets.submitPeriod")]
[Fails<NotFound>]
[Fails<NotAnEmployee>]
[Fails<VersionMismatch>]
[Fails<TimesheetWeekMismatch>]
[Fails<TimesheetStateForbids>]
[Fails<TimesheetExceedsAttendance>]
public sealed record SubmitPeriodCommand(DateOnly WeekStart, Guid? UserId) : ICommand<PeriodDto>;

internal sealed class SubmitPeriodValidator : AbstractValidator<SubmitPeriodCommand>
{
    public SubmitPeriodValidator() => RuleFor(c => c.WeekStart).IsPlannable();
}

internal sealed class SubmitPeriodHandler(RequestScope scope, PeriodMoves moves, TimesheetWeeks weeks) : IRequestHandler<SubmitPeriodCommand, Result<PeriodDto>>
{
    public async Task<Result<PeriodDto>> Handle(SubmitPeriodCommand request, CancellationToken cancellationToken)
    {
        var (me, userId) = (scope.Actor.UserId, request.UserId ?? scope.Actor.UserId);
        if (userId != me && !scope.Actor.May(Permissions.TimesheetsDecideAll))
        {
            return new NotFound();
        }

        var moved = await moves.DecideAsync(userId, request.WeekStart, note: null, (week, by, at) => week.Submit(by, at), cancellationToken);

        // What was attended, and whether entries keep to it, may have changed since they were made.
        return moved.TryGet(out var period, out _) && await weeks.JudgeBoundAsync(userId, period.WeekStart, period.WeekEnd, cancellationToken) is { } lack ? lack : moved;
    }
}
