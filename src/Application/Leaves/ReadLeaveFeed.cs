using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>What somebody's link shows, for whoever has it: approved leave from a quarter ago on. Sent in the scope of the link's tenant.</summary>
/// <param name="TokenHash">SHA-256 of the link's secret.</param>
[SystemOnly]
[Fails<NotFound>]
public sealed record ReadLeaveFeedQuery(byte[] TokenHash) : IQuery<LeaveFeedContent>;

/// <summary>The leave that a link shows.</summary>
public sealed record LeaveFeedContent(string CompanyName, DateTimeOffset At, IReadOnlyList<LeaveCalendarItem> Items);

internal sealed class ReadLeaveFeedHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<ReadLeaveFeedQuery, Result<LeaveFeedContent>>
{
    private const int DaysBack = 92;
    private const int DaysAhead = 730;

    /// <summary>Calendar programs read all of it each time.</summary>
    private const int ItemsMax = 2000;

    public async Task<Result<LeaveFeedContent>> Handle(ReadLeaveFeedQuery request, CancellationToken cancellationToken)
    {
        var found = await (from feed in db.LeaveFeeds.AsNoTracking()
                           join user in db.Users.AsNoTracking() on feed.Id equals user.Id
                           join employee in db.Employees.AsNoTracking() on feed.Id equals employee.Id
                           where feed.TokenHash == request.TokenHash && user.Status == UserStatus.Active
                           select new { user.Id, user.Roles, employee.TeamId, employee.TimeZone, feed.Scope }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return new NotFound();
        }

        // A link shows no more than its person may see today.
        var now = time.GetUtcNow();
        var today = TimeZones.LocalDate(now, found.TimeZone);
        var person = new Actor { Kind = ActorKind.User, UserId = found.Id, TeamId = found.TeamId, Permissions = Permissions.Of(found.Roles), TimeZone = found.TimeZone };
        var rows = LeaveCalendar.Of(db, person, today.AddDays(-DaysBack), today.AddDays(DaysAhead));
        if (found.Scope == LeaveFeedScope.Own)
        {
            rows = rows.Where(r => r.UserId == found.Id);
        }

        // In a large company there is more: what has not ended comes first, and of what has the latest.
        var items = await rows.Where(r => r.To >= today).OrderBy(r => r.From).ThenBy(r => r.Id).Take(ItemsMax).ToListAsync(cancellationToken);
        var left = ItemsMax - items.Count;
        var ended = left == 0 ? [] : await rows.Where(r => r.To < today).OrderByDescending(r => r.From).ThenByDescending(r => r.Id).Take(left).ToListAsync(cancellationToken);
        return new LeaveFeedContent(scope.Tenant.Name, now, [.. ended.AsEnumerable().Reverse(), .. items]);
    }
}
