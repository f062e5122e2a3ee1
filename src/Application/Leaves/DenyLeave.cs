using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Refuses a request for leave; what it held of the balance is free again. A delegate of an approver who is away may do it too.</summary>
/// <param name="Note">Kept in the request's history.</param>
[Requires(Permissions.LeavesRequest, Permissions.LeavesApprove)]
[AuditAction("leaves.deny")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<Forbidden>]
[Fails<LeaveOwnRequest>]
[Fails<LeaveAlreadyDecided>]
public sealed record DenyLeaveCommand(Guid Id, string? Note) : ICommand<LeaveRequestDto>;

internal sealed class DenyLeaveValidator : AbstractValidator<DenyLeaveCommand>
{
    public DenyLeaveValidator() => RuleFor(c => c.Note).MaximumLength(LeaveRequest.NoteMaxLength);
}

internal sealed class DenyLeaveHandler(LeaveMoves moves, LeaveNotices notices) : IRequestHandler<DenyLeaveCommand, Result<LeaveRequestDto>>
{
    public async Task<Result<LeaveRequestDto>> Handle(DenyLeaveCommand request, CancellationToken cancellationToken)
    {
        var decided = await moves.DecideAsync(
            request.Id, request.Note, Permissions.LeavesApprove, (move, decider) => Task.FromResult(move.Request.Deny(decider, move.Account, move.At, request.Note)), cancellationToken);
        if (!decided.TryGet(out var move, out var refusal))
        {
            return refusal;
        }

        notices.Denied(move, request.Note);
        return LeaveRequestDto.AfterChange(move.Request, move.Type, move.DisplayName);
    }
}
