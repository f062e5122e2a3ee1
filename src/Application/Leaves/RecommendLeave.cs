using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Speaks for a request of somebody who reports to one, so that it can be approved where the company wants two steps. A delegate of a manager who is away may do it too.</summary>
/// <param name="Note">Kept in the request's history.</param>
[Requires(Permissions.LeavesRequest, Permissions.LeavesApprove)]
[AuditAction("leaves.recommend")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<Forbidden>]
[Fails<LeaveOwnRequest>]
[Fails<LeaveAlreadyDecided>]
public sealed record RecommendLeaveCommand(Guid Id, string? Note) : ICommand<LeaveRequestDto>;

internal sealed class RecommendLeaveValidator : AbstractValidator<RecommendLeaveCommand>
{
    public RecommendLeaveValidator() => RuleFor(c => c.Note).MaximumLength(LeaveRequest.NoteMaxLength);
}

internal sealed class RecommendLeaveHandler(LeaveMoves moves, LeaveNotices notices) : IRequestHandler<RecommendLeaveCommand, Result<LeaveRequestDto>>
{
    public async Task<Result<LeaveRequestDto>> Handle(RecommendLeaveCommand request, CancellationToken cancellationToken)
    {
        var recommended = await moves.DecideAsync(
            request.Id, request.Note, Permissions.LeavesRecommend, (move, decider) => Task.FromResult(move.Request.Recommend(decider, move.At, request.Note)), cancellationToken);
        if (!recommended.TryGet(out var move, out var refusal))
        {
            return refusal;
        }

        await notices.RecommendedAsync(move, cancellationToken);
        return LeaveRequestDto.AfterChange(move.Request, move.Type, move.DisplayName);
    }
}
