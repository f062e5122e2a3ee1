using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Leaves;

/// <summary>Whether the caller has a link to approved leave, and what it shows; never its secret.</summary>
[Requires(Permissions.LeavesRequest)]
[Fails<NotFound>]
public sealed record GetLeaveFeedQuery : IQuery<LeaveFeedDto>;

internal sealed class GetLeaveFeedHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<GetLeaveFeedQuery, Result<LeaveFeedDto>>
{
    public async Task<Result<LeaveFeedDto>> Handle(GetLeaveFeedQuery request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        return await db.LeaveFeeds.AsNoTracking().Where(f => f.Id == me).Select(f => new LeaveFeedDto(f.Scope, f.CreatedAt)).SingleOrDefaultAsync(cancellationToken) is { } feed ? feed : new NotFound();
    }
}
