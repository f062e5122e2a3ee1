using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Says how much of a day's overtime is paid, where the policy asks for that. A later decision takes the place of an earlier one.</summary>
/// <param name="Seconds">At most what the day has; null approves all of it, zero nothing.</param>
/// <param name="Note">Why, for the audit.</param>
[Requires(Permissions.AttendanceManage, Permissions.AttendanceDecideReports)]
[AuditAction("attendance.approveOvertime")]
[Fails<NotFound>]
[Fails<DecidedByHr>]
[Fails<OvertimeOwnDay>]
[Fails<OvertimeExceedsDay>]
[Fails<DayLocked>]
[Fails<VersionMismatch>]
public sealed record ApproveOvertimeCommand(Guid Id, int? Seconds, string? Note) : ICommand<AttendanceDayDto>;

internal sealed class ApproveOvertimeValidator : AbstractValidator<ApproveOvertimeCommand>
{
    private const int SecondsMax = 7 * 24 * 3600;

    public ApproveOvertimeValidator()
    {
        RuleFor(c => c.Seconds).InclusiveBetween(0, SecondsMax);
        RuleFor(c => c.Note).MaximumLength(DayAmendment.ReasonMaxLength);
    }
}

internal sealed class ApproveOvertimeHandler(ISatcomDb db, RequestScope scope, IAttendanceRules rules, DayJudge judge, TimeProvider time)
    : IRequestHandler<ApproveOvertimeCommand, Result<AttendanceDayDto>>
{
    public async Task<Result<AttendanceDayDto>> Handle(ApproveOvertimeCommand request, CancellationToken cancellationToken)
    {
        if (await OpenDays.FindAsync(db.AttendanceDays.Within(db, scope.Actor), db, request.Id, cancellationToken) is not { } day)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != day.Version)
        {
            return new VersionMismatch();
        }

        var its = await judge.RulesAsync(day.EmployeeId, day.Date, cancellationToken);
        if (day.EmployeeId != scope.Actor.UserId && !scope.Actor.May(Permissions.AttendanceManage) && !its.Policy.ManagersApproveOvertime)
        {
            return new DecidedByHr();
        }

        scope.AuditReason = request.Note;
        var locked = (await rules.GetAsync(cancellationToken)).Lock;
        if (day.ApproveOvertime(request.Seconds ?? day.OvertimeSeconds, scope.Actor.UserId, time.GetUtcNow(), locked, its) is { } refusal)
        {
            return refusal;
        }

        var name = (await AttendanceDayDetails.AfterAsync(day, db, cancellationToken)).DisplayName;
        return AttendanceDayDto.Of(day, name) with { Version = 0 };
    }
}
