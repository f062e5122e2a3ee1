using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Starts a paid break or an unpaid lunch in the caller's open session.</summary>
/// <param name="Type">break or lunch.</param>
/// <param name="OccurredAt">When they tapped, if that was without a network.</param>
/// <param name="Note">Free text.</param>
/// <param name="ClientEventId">The client's id of the tap: sent again, it creates nothing.</param>
[Requires(Permissions.AttendancePunch)]
[AuditAction("attendance.startBreak")]
[Fails<NotCheckedIn>]
[Fails<BreakAlreadyOpen>]
public sealed record StartBreakCommand(BreakType Type, DateTimeOffset? OccurredAt, string? Note, Guid? ClientEventId)
    : ICommand<AttendanceDayDto>, IPunchInput
{
    /// <summary>What the device's clock showed when it sent the tap; it tells how far the clock is off.</summary>
    public DateTimeOffset? SentAt { get; init; }
}

internal sealed class StartBreakValidator : AbstractValidator<StartBreakCommand>
{
    public StartBreakValidator()
    {
        RuleFor(c => c.Type).IsInEnum();
        this.AddPunchRules();
    }
}

internal sealed class StartBreakHandler(OpenSessionTap tap) : IRequestHandler<StartBreakCommand, Result<AttendanceDayDto>>
{
    public Task<Result<AttendanceDayDto>> Handle(StartBreakCommand request, CancellationToken cancellationToken) => tap.ApplyAsync(
        request, PunchKind.BreakStart, request.Type, (day, facts, limit) => day.StartBreak(facts, limit), cancellationToken);
}
