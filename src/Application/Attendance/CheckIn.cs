using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Starts the caller's work: opens their day, or another session of it.</summary>
/// <param name="WorkMode">Where they work.</param>
/// <param name="OccurredAt">When they tapped, if that was without a network.</param>
/// <param name="Location">Where the device is, if the tenant asks for it.</param>
/// <param name="Note">Free text.</param>
/// <param name="ClientEventId">The client's id of the tap: sent again, it creates nothing.</param>
[Requires(Permissions.AttendancePunch)]
[AuditAction("attendance.checkIn")]
[Fails<AlreadyCheckedIn>]
[Fails<NotAnEmployee>]
public sealed record CheckInCommand(WorkMode WorkMode, DateTimeOffset? OccurredAt, LocationInput? Location, string? Note, Guid? ClientEventId)
    : ICommand<AttendanceDayDto>, IPunchInput;

internal sealed class CheckInValidator : AbstractValidator<CheckInCommand>
{
    public CheckInValidator()
    {
        RuleFor(c => c.WorkMode).IsInEnum();
        this.AddPunchRules();
        this.AddLocationRules(c => c.Location);
    }
}

internal sealed class CheckInHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<CheckInCommand, Result<AttendanceDayDto>>
{
    public async Task<Result<AttendanceDayDto>> Handle(CheckInCommand request, CancellationToken cancellationToken)
    {
        if (!request.ToFacts(scope, time).TryGet(out var facts, out var refusal))
        {
            return refusal;
        }

        facts = facts with { WorkMode = request.WorkMode };

        // Nearly every check-in is the first of its day, so nothing is read for it: where that is wrong the database's
        // constraints refuse the commit, and the handler runs again and looks.
        return scope.Attempt == 0 ? OpenDay(facts) : await LookAndCheckInAsync(request, facts, cancellationToken);
    }

    private AttendanceDayDto OpenDay(PunchFacts facts)
    {
        var day = AttendanceDay.Open(scope.Tenant.Id, time.New(), scope.Actor.UserId, facts);
        db.AttendanceDays.Add(day);
        return AttendanceDayDto.AfterChange(day, scope.Actor);
    }

    private async Task<Result<AttendanceDayDto>> LookAndCheckInAsync(CheckInCommand request, PunchFacts facts, CancellationToken cancellationToken)
    {
        var employeeId = scope.Actor.UserId;
        if (await OpenDays.FindRepeatAsync(db, scope.Actor, request.ClientEventId, cancellationToken) is { } repeat)
        {
            return repeat.Kind == PunchKind.CheckIn ? repeat.Day : new IdConflict();
        }

        // A session that outlived its limit is a forgotten check-out: it is flagged, never closed by this tap.
        if (await OpenDays.FindAsync(db, employeeId, cancellationToken) is { } open && !open.FlagMissedCheckOut(facts.OccurredAt, scope.Tenant.Settings.MaxSessionSeconds))
        {
            return new AlreadyCheckedIn();
        }

        var today = await OpenDays.FindAsync(db, employeeId, TimeZones.LocalDate(facts.OccurredAt, facts.TimeZone), cancellationToken);
        facts = await facts.WithElsewhereAsync(db, scope, today?.Id, cancellationToken);
        if (today is null)
        {
            return facts.JudgeOpening() is { } overlap ? overlap : OpenDay(facts);
        }

        return today.CheckIn(facts) is { } refusal ? refusal : AttendanceDayDto.AfterChange(today, scope.Actor);
    }
}

internal sealed class AttendanceConstraints : IConstraintErrorSource
{
    public IEnumerable<ConstraintError> Errors =>
    [
        new("ux_attendance_days_employee_date", new AlreadyCheckedIn()),
        new("ux_attendance_days_open_session", new AlreadyCheckedIn()),
        new("ex_attendance_days_sessions", new SessionOverlaps()),
        new("ux_attendance_punches_client_event", new IdConflict()),
        new("fk_attendance_days_employees_tenant_id_employee_id", new NotAnEmployee()),
    ];
}
