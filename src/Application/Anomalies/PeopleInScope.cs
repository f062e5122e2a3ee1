using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;
using Satcom.Domain.People;

namespace Satcom.Application.Anomalies;

/// <summary>Whom a rule may look at.</summary>
internal static class PeopleInScope
{
    /// <summary>Everybody who has one of the roles and was in one of the teams on some date, in the order of their ids. Shifts are of dates and leave nobody out.</summary>
    public static async Task<List<Guid>> InScopeAsync(this ISatcomDb db, RuleScope scope, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        List<string> roles = [.. scope.Roles];
        var teams = scope.TeamIds;
        var people = from e in db.Employees.AsNoTracking()
                     join u in db.Users.AsNoTracking() on e.Id equals u.Id
                     where roles.Count == 0 || u.Roles.Any(r => roles.Contains(r))
                     orderby e.Id
                     select e;
        if (teams.Count == 0)
        {
            return await people.Select(e => e.Id).ToListAsync(cancellationToken);
        }

        // The histories are JSON, which no index serves.
        var histories = await people.Select(e => new { e.Id, e.TeamId, e.Teams }).ToListAsync(cancellationToken);
        return [.. histories.Where(e => Employee.OrPresent(e.Teams, e.TeamId).HasAny(from, to, team => team is { } id && teams.Contains(id))).Select(e => e.Id)];
    }
}
