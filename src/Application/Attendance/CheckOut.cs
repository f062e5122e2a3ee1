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
    : ICommand<AttendanceDayDto>, IPunchInput
{
    /// <summary>What the device's clock showed when it sent the tap; it tells how far the clock is off.</summary>
    public DateTimeOffset? SentAt { get; init; }
}

internal sealed class CheckOutValidator : AbstractValidator<CheckOutCommand>
{
    public CheckOutValidator()
    {
        this.AddPunchRules();
        this.AddLocationRules(c => c.Location);
    }
}

internal sealed class CheckOutHandler(OpenSessionTap tap) : IRequestHandler<CheckOutCommand, Result<AttendanceDayDto>>
{
    public Task<Result<AttendanceDayDto>> Handle(CheckOutCommand request, CancellationToken cancellationToken) =>
        tap.ApplyAsync(request, PunchKind.CheckOut, breakType: null, (day, facts, limit) => day.CheckOut(facts, limit), cancellationToken);
}
