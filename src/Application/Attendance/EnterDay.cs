using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.People;

namespace Satcom.Application.Attendance;

/// <summary>Says what somebody's date was, whether they tapped on it or not: a day is made where there is none, else its punches give way, and stay.</summary>
/// <param name="UserId">Whose date it is; also somebody's whose account is shut.</param>
/// <param name="Date">The date.</param>
/// <param name="Reason">Why; it stays with the day and in the audit.</param>
/// <param name="Events">In the order of their happening; none where nobody worked.</param>
[Requires(Permissions.AttendanceManage)]
[AuditAction("attendance.enterDay")]
[Fails<EmployeeUnknown>]
[Fails<CorrectionOwnRequest>]
[Fails<DayLocked>]
[Fails<SessionOverlaps>]
public sealed record EnterDayCommand(Guid UserId, DateOnly Date, string? Reason, IReadOnlyList<DayEventInput> Events) : ICommand<AttendanceDayDetails>, IEntersEvents;

internal sealed class EnterDayValidator : AbstractValidator<EnterDayCommand>
{
    public EnterDayValidator()
    {
        RuleFor(c => c.Date).IsPlannable();
        this.AddEventRules();
    }
}

internal sealed class EnterDayHandler(ISatcomDb db, AmendDays amend) : IRequestHandler<EnterDayCommand, Result<AttendanceDayDetails>>
{
    public async Task<Result<AttendanceDayDetails>> Handle(EnterDayCommand request, CancellationToken cancellationToken)
    {
        if (!await db.Employees.AnyAsync(e => e.Id == request.UserId, cancellationToken))
        {
            return new EmployeeUnknown();
        }

        var known = await OpenDays.FindAsync(db, request.UserId, request.Date, cancellationToken);
        return (await amend.OverrideAsync(known, request.UserId, request.Date, request, cancellationToken)).TryGet(out var day, out var refusal)
            ? await AttendanceDayDetails.AfterAsync(day, db, cancellationToken)
            : refusal;
    }
}
