using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Ends the break or lunch that is running.</summary>
/// <param name="OccurredAt">When they tapped, if that was without a network.</param>
/// <param name="Note">Free text.</param>
/// <param name="ClientEventId">The client's id of the tap: sent again, it creates nothing.</param>
[Requires(Permissions.AttendancePunch)]
[AuditAction("attendance.endBreak")]
[Fails<NotCheckedIn>]
[Fails<NoOpenBreak>]
public sealed record EndBreakCommand(DateTimeOffset? OccurredAt, string? Note, Guid? ClientEventId) : ICommand<AttendanceDayDto>, IPunchInput
{
    /// <summary>What the device's clock showed when it sent the tap; it tells how far the clock is off.</summary>
    public DateTimeOffset? SentAt { get; init; }
}

internal sealed class EndBreakValidator : AbstractValidator<EndBreakCommand>
{
    public EndBreakValidator() => this.AddPunchRules();
}

internal sealed class EndBreakHandler(OpenSessionTap tap) : IRequestHandler<EndBreakCommand, Result<AttendanceDayDto>>
{
    public Task<Result<AttendanceDayDto>> Handle(EndBreakCommand request, CancellationToken cancellationToken) =>
        tap.ApplyAsync(request, PunchKind.BreakEnd, breakType: null, (day, facts, limit) => day.EndBreak(facts, limit), cancellationToken);
}
