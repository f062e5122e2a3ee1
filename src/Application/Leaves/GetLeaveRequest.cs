using System.Diagnostics.CodeAnalysis;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>One request for leave with its history.</summary>
[Requires(Permissions.LeavesRequest, Permissions.LeavesReadAll)]
[Fails<NotFound>]
public sealed record GetLeaveRequestQuery(Guid Id) : IQuery<LeaveRequestDetails>;

/// <summary>A request for leave with its history.</summary>
public sealed record LeaveRequestDetails : LeaveRequestDto
{
    public LeaveRequestDetails()
    {
    }

    [SetsRequiredMembers]
    internal LeaveRequestDetails(LeaveRequestDto request, IReadOnlyList<LeaveStepDto> history)
        : base(request) => History = history;

    /// <summary>What became of it, in order.</summary>
    public required IReadOnlyList<LeaveStepDto> History { get; init; }
}

/// <summary>One move of a request for leave.</summary>
/// <param name="Status">What it became.</param>
/// <param name="UserId">Who moved it.</param>
/// <param name="InPlaceOf">The approver in whose place a delegate did; null where it was nobody's.</param>
/// <param name="At">When.</param>
/// <param name="Note">What they wrote.</param>
public sealed record LeaveStepDto(LeaveStatus Status, Guid UserId, Guid? InPlaceOf, DateTimeOffset At, string? Note);

internal sealed class GetLeaveRequestHandler(ISatcomDb db, LeaveAuthority authority) : IRequestHandler<GetLeaveRequestQuery, Result<LeaveRequestDetails>>
{
    public async Task<Result<LeaveRequestDetails>> Handle(GetLeaveRequestQuery request, CancellationToken cancellationToken)
    {
        var visible = (await authority.VisibleAsync(cancellationToken)).AsNoTracking().Where(r => r.Id == request.Id);
        if (await LeaveRequestDto.Named(visible, db).SingleOrDefaultAsync(cancellationToken) is not { } found)
        {
            return new NotFound();
        }

        var history = await db.LeaveSteps.AsNoTracking().Where(s => s.RequestId == request.Id).OrderBy(s => s.Sequence)
            .Select(s => new LeaveStepDto(s.Status, s.By, s.For, s.At, s.Note)).ToListAsync(cancellationToken);
        return new LeaveRequestDetails(found, history);
    }
}
