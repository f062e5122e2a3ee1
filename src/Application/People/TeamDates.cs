using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Who was in a team on which dates of a period: a report of the past is about those who were in it then.</summary>
internal sealed class TeamDates
{
    private readonly Dictionary<Guid, IReadOnlyList<Dated<Guid?>>> _teams;
    private readonly Guid _team;

    private TeamDates(Guid team, Dictionary<Guid, IReadOnlyList<Dated<Guid?>>> teams) => (_team, _teams) = (team, teams);

    /// <summary>Everybody who was in it on some date of the period.</summary>
    public Guid[] People => [.. _teams.Keys];

    /// <summary>Reads who was in the team; null where no team is asked for.</summary>
    public static async Task<TeamDates?> OfAsync(ISatcomDb db, Guid? teamId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        if (teamId is not { } team)
        {
            return null;
        }

        // The histories are JSON, which no index serves: one short read of the whole company.
        var all = await db.Employees.AsNoTracking().Select(e => new { e.Id, e.TeamId, e.Teams }).ToListAsync(cancellationToken);
        var teams = all.Select(e => (e.Id, Teams: Employee.OrPresent(e.Teams, e.TeamId)))
            .Where(e => e.Teams.HasAny(from, to, id => id == team))
            .ToDictionary(e => e.Id, e => e.Teams);
        return new TeamDates(team, teams);
    }

    /// <summary>Whether somebody was in the team on a date.</summary>
    public bool Holds(Guid person, DateOnly date) => _teams.TryGetValue(person, out var teams) && teams.On(date) == _team;
}
