using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Asks that one's own day be counted otherwise. Somebody else decides it.</summary>
/// <param name="Id">The client's id of the request: sent again with the same content, it asks for nothing more.</param>
/// <param name="Date">The day's date.</param>
/// <param name="Reason">Why.</param>
/// <param name="Events">What the day was, in the order of its happening; none where the person did not work.</param>
[Requires(Permissions.AttendancePunch)]
[AuditAction("attendance.requestCorrection")]
[Fails<IdConflict>]
[Fails<NotAnEmployee>]
public sealed record RequestCorrectionCommand(Guid? Id, DateOnly Date, string? Reason, IReadOnlyList<DayEventInput> Events) : ICommand<CorrectionDto>, IEntersEvents;

internal sealed class RequestCorrectionValidator : AbstractValidator<RequestCorrectionCommand>
{
    public RequestCorrectionValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        RuleFor(c => c.Date).IsPlannable();
        this.AddEventRules();
    }
}

internal sealed class RequestCorrectionHandler(ISatcomDb db, RequestScope scope, AmendDays amend, TimeProvider time) : IRequestHandler<RequestCorrectionCommand, Result<CorrectionDto>>
{
    public async Task<Result<CorrectionDto>> Handle(RequestCorrectionCommand request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        var zone = await amend.ZoneAsync(me, request.Date, cancellationToken);
        var punches = await db.Punches.CountAsync(p => p.EmployeeId == me && db.AttendanceDays.Any(d => d.Id == p.DayId && d.EmployeeId == me && d.Date == request.Date), cancellationToken);
        if (!request.ToEvents(request.Date, zone).TryGet(out var events, out var refusal)
            || !CorrectionRequest.Create(scope.Tenant.Id, request.Id ?? time.New(), me, request.Date, events, request.Reason, time.GetUtcNow(), punches).TryGet(out var asked, out refusal))
        {
            return refusal;
        }

        if (scope.Attempt > 0 && request.Id is { } id && await db.CorrectionRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is { } known)
        {
            return known.EmployeeId == me && known.Date == asked.Date && string.Equals(known.Reason, asked.Reason, StringComparison.Ordinal) && known.Events.SequenceEqual(asked.Events)
                ? CorrectionDto.Of(known, scope.Actor.DisplayName, decider: null)
                : new IdConflict();
        }

        scope.AuditReason = asked.Reason;
        db.CorrectionRequests.Add(asked);
        return CorrectionDto.Of(asked, scope.Actor.DisplayName, decider: null);
    }
}
