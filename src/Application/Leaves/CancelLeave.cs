using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>
/// Takes leave back: what a request held is free again, what it took is given back entry by entry. Once approved leave has begun, its person needs an approver for it. Where its first dates are locked
/// only its rest is taken back: it stays approved and ends yesterday, or with the lock if that is later; the answer tells its new end and amount.
/// </summary>
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

internal sealed class CancelLeaveHandler(ISatcomDb db, RequestScope scope, LeaveMoves moves, LeaveAccounts accounts, LeaveNotices notices, TimeProvider time)
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

        var (leave, from, to, locked) = (move.Request, move.Request.From, move.Request.To, move.LockedThrough);

        // What was only asked for changed nothing of the locked dates.
        if (leave.Status == LeaveStatus.Approved && from <= locked)
        {
            var last = move.Today.AddDays(-1) is var yesterday && yesterday > locked ? yesterday : locked;
            if (leave.CancelRest(me, last, move.Account, move.At, request.Note, time.New) is { } refused)
            {
                return to <= locked ? new DayLocked() : refused;
            }

            from = last.AddDays(1);
        }
        else if (leave.Cancel(me, move.Account, move.Today, move.At, request.Note, time.New) is { } error)
        {
            return error;
        }

        accounts.Settle(move);
        await notices.CancelledAsync(move, from, to, request.Note, cancellationToken);
        return LeaveRequestDto.AfterChange(move.Request, move.Type, move.DisplayName);
    }
}
