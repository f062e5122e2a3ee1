using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;

namespace Satcom.Application.Leaves;

/// <summary>Ends people's secret links to approved leave.</summary>
internal sealed class LeaveFeeds(ISatcomDb db)
{
    /// <summary>Ends somebody's link, because everything that lets anybody in as them ends.</summary>
    public async Task EndAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (await db.LeaveFeeds.SingleOrDefaultAsync(f => f.Id == userId, cancellationToken) is { } feed)
        {
            db.LeaveFeeds.Remove(feed);
        }
    }
}
