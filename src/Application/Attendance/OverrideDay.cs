using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Says what a day was, in the place of its punches, which stay. With the events that it has, it confirms what was closed by rule.</summary>
[Requires(Permissions.AttendanceManage)]
[AuditAction("attendance.overrideDay")]
[Fails<NotFound>]
[Fails<CorrectionOwnRequest>]
[Fails<DayLocked>]
[Fails<SessionOverlaps>]
[Fails<VersionMismatch>]
public sealed record OverrideDayCommand(Guid Id, string? Reason, IReadOnlyList<DayEventInput> Events) : ICommand<AttendanceDayDetails>, IEntersEvents;

internal sealed class OverrideDayValidator : AbstractValidator<OverrideDayCommand>
{
    public OverrideDayValidator() => this.AddEventRules();
}

internal sealed class OverrideDayHandler(ISatcomDb db, RequestScope scope, AmendDays amend) : IRequestHandler<OverrideDayCommand, Result<AttendanceDayDetails>>
{
    public async Task<Result<AttendanceDayDetails>> Handle(OverrideDayCommand request, CancellationToken cancellationToken)
    {
        if (await OpenDays.FindAsync(db.AttendanceDays.Within(db, scope.Actor), db, request.Id, cancellationToken) is not { } day)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != day.Version)
        {
            return new VersionMismatch();
        }

        return (await amend.OverrideAsync(day, day.EmployeeId, day.Date, request, cancellationToken)).TryGet(out day, out var refusal)
            ? await AttendanceDayDetails.AfterAsync(day, db, cancellationToken)
            : refusal;
    }
}
