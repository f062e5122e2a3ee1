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

internal sealed class OverrideDayHandler(ISatcomDb db, RequestScope scope, AmendDays amend, TimeProvider time) : IRequestHandler<OverrideDayCommand, Result<AttendanceDayDetails>>
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

        if (day.EmployeeId == scope.Actor.UserId)
        {
            return new CorrectionOwnRequest();
        }

        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            return new ReasonRequired();
        }

        if (!request.ToEvents(day.Date, day.TimeZone).TryGet(out var events, out var refusal))
        {
            return refusal;
        }

        scope.AuditReason = request.Reason.Trim();
        var amendment = new DayAmendment
        {
            Id = time.New(),
            Kind = AmendmentKind.Override,
            By = scope.Actor.IsSignedIn ? scope.Actor.UserId : null,
            At = WholeSeconds.Of(time.GetUtcNow()),
            Reason = scope.AuditReason,
            Events = events,
        };
        return (await amend.ApplyAsync(day, day.EmployeeId, day.Date, amendment, cancellationToken)).TryGet(out day, out refusal)
            ? await AttendanceDayDetails.AfterAsync(day, db, cancellationToken)
            : refusal;
    }
}
