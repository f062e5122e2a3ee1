using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Leaves;

/// <summary>Ends the caller's link to approved leave.</summary>
[Requires(Permissions.LeavesRequest)]
[AuditAction("leaves.revokeFeed")]
[Fails<NotFound>]
public sealed record RevokeLeaveFeedCommand : IPlainCommand;

internal sealed class RevokeLeaveFeedHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<RevokeLeaveFeedCommand, Result>
{
    public async Task<Result> Handle(RevokeLeaveFeedCommand request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        if (await db.LeaveFeeds.SingleOrDefaultAsync(f => f.Id == me, cancellationToken) is not { } feed)
        {
            return new NotFound();
        }

        db.LeaveFeeds.Remove(feed);
        return Result.Success;
    }
}
