using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Grants a request for leave, and takes its days from the balance as the person is planned now. A delegate of an approver who is away may do it too.</summary>
/// <param name="Note">Kept in the request's history.</param>
[Requires(Permissions.LeavesRequest, Permissions.LeavesApprove)]
[AuditAction("leaves.approve")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<Forbidden>]
[Fails<LeaveOwnRequest>]
[Fails<LeaveAlreadyDecided>]
[Fails<LeaveNotRecommended>]
[Fails<LeaveSamePerson>]
[Fails<LeaveInsufficientBalance>]
[Fails<LeaveNoWorkingDays>]
[Fails<DayLocked>]
public sealed record ApproveLeaveCommand(Guid Id, string? Note) : ICommand<LeaveRequestDto>;

internal sealed class ApproveLeaveValidator : AbstractValidator<ApproveLeaveCommand>
{
    public ApproveLeaveValidator() => RuleFor(c => c.Note).MaximumLength(LeaveRequest.NoteMaxLength);
}

internal sealed class ApproveLeaveHandler(RequestScope scope, LeaveMoves moves, LeaveAccounts accounts, LeaveCharges charges, LeaveNotices notices, TimeProvider time)
    : IRequestHandler<ApproveLeaveCommand, Result<LeaveRequestDto>>
{
    public async Task<Result<LeaveRequestDto>> Handle(ApproveLeaveCommand request, CancellationToken cancellationToken)
    {
        var isInTwoSteps = scope.Tenant.Settings.LeaveNeedsRecommendation;
        var decided = await moves.DecideAsync(
            request.Id,
            request.Note,
            Permissions.LeavesApprove,
            async (move, decider) => move.Request.JudgeApproval(decider, isInTwoSteps)
                ?? (move.Request.From <= move.LockedThrough ? new DayLocked() : null)
                ?? await charges.ChargeAsync(move, cancellationToken)
                ?? move.Request.Approve(decider, move.Account, isInTwoSteps, move.At, request.Note, time.New, await accounts.OutlookAsync(move.Account, move.Plans, move.Request.Id, cancellationToken)),
            cancellationToken);
        if (!decided.TryGet(out var move, out var refusal))
        {
            return refusal;
        }

        accounts.Settle(move);
        notices.Approved(move, request.Note);
        return LeaveRequestDto.AfterChange(move.Request, move.Type, move.DisplayName);
    }
}
