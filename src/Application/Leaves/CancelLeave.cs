using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Takes leave back: what a request held is free again, what it took is given back entry by entry. Once approved leave has begun, its person needs an approver for it.</summary>
/// <param name="Note">Kept in the request's history.</param>
[Requires(Permissions.LeavesRequest, Permissions.LeavesApprove)]
[AuditAction("leaves.cancel")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<LeaveAlreadyDecided>]
[Fails<LeaveBegun>]
[Fails<DayLocked>]
public sealed record CancelLeaveCommand(Guid Id, string? Note) : ICommand<LeaveRequestDto>;

internal sealed class CancelLeaveValidator : AbstractValidator<CancelLeaveCommand>
{
    public CancelLeaveValidator() => RuleFor(c => c.Note).MaximumLength(LeaveRequest.NoteMaxLength);
}

internal sealed class CancelLeaveHandler(ISatcomDb db, RequestScope scope, LeaveMoves moves, LeaveCharges charges, LeaveNotices notices, TimeProvider time)
    : IRequestHandler<CancelLeaveCommand, Result<LeaveRequestDto>>
{
    public async Task<Result<LeaveRequestDto>> Handle(CancelLeaveCommand request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        var among = scope.Actor.May(Permissions.LeavesApprove) ? db.LeaveRequests : db.LeaveRequests.Where(r => r.EmployeeId == me);
        if (!(await moves.FindAsync(request.Id, request.Note, among, cancellationToken)).TryGet(out var move, out var refusal))
        {
            return refusal;
        }

        // What was only asked for changed nothing of the locked dates.
        if (move.Request.Status == LeaveStatus.Approved && await charges.JudgeLockAsync(move.Request.From, cancellationToken) is { } locked)
        {
            return locked;
        }

        if (move.Request.Cancel(me, move.Account, move.Today, move.At, request.Note, time.New) is { } error)
        {
            return error;
        }

        await notices.CancelledAsync(move, request.Note, cancellationToken);
        return LeaveRequestDto.AfterChange(move.Request, move.Type, move.DisplayName);
    }
}
