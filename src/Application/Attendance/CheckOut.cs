using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Ends the caller's open session, and with it a break that is still running.</summary>
/// <param name="OccurredAt">When they tapped, if that was without a network.</param>
/// <param name="Location">Where the device is, if the tenant asks for it.</param>
/// <param name="Note">Free text.</param>
/// <param name="ClientEventId">The client's id of the tap: sent again, it creates nothing.</param>
[Requires(Permissions.AttendancePunch)]
[AuditAction("attendance.checkOut")]
[Fails<NotCheckedIn>]
public sealed record CheckOutCommand(DateTimeOffset? OccurredAt, LocationInput? Location, string? Note, Guid? ClientEventId)
    : ICommand<AttendanceDayDto>, IPunchInput;

internal sealed class CheckOutValidator : AbstractValidator<CheckOutCommand>
{
    public CheckOutValidator()
    {
        this.AddPunchRules();
        this.AddLocationRules(c => c.Location);
    }
}

internal sealed class CheckOutHandler(OpenSessionTap tap, RequestScope scope) : IRequestHandler<CheckOutCommand, Result<AttendanceDayDto>>
{
    public Task<Result<AttendanceDayDto>> Handle(CheckOutCommand request, CancellationToken cancellationToken) =>
        tap.ApplyAsync(request, PunchKind.CheckOut, (day, facts) => day.CheckOut(facts, scope.Tenant.Settings.MaxSessionSeconds), cancellationToken);
}
