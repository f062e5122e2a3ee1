using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>
/// Brings planned changes of manager, team and zone that are due into effect: some people a run, those who stand highest first, so that the
/// line of managers never closes on the way. Running it again changes nothing.
/// </summary>
[SystemOnly]
[AuditAction("people.followMoves")]
public sealed record FollowMovesCommand : ICommand<FollowedMoves>
{
    /// <summary>The most people of one run.</summary>
    public const int BatchSize = 100;
}

/// <summary>What a run did.</summary>
/// <param name="Count">How many people moved.</param>
/// <param name="MayBeMore">True when another run may find more.</param>
public sealed record FollowedMoves(int Count, bool MayBeMore);

internal sealed class FollowMovesHandler(ISatcomDb db, TimeProvider time) : IRequestHandler<FollowMovesCommand, Result<FollowedMoves>>
{
    public async Task<Result<FollowedMoves>> Handle(FollowMovesCommand request, CancellationToken cancellationToken)
    {
        // Somewhere it may be tomorrow already.
        var now = time.GetStoredNow();
        var latest = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1);
        var due = (await db.Employees.AsNoTracking().Where(e => e.MovesOn != null && e.MovesOn <= latest)
                .Select(e => new { e.Id, e.MovesOn, e.TimeZone, e.ManagerId, e.Managers })
                .ToListAsync(cancellationToken))
            .Where(e => e.MovesOn <= TimeZones.LocalDate(now, e.TimeZone))
            .ToDictionary(e => e.Id, e => Employee.OrPresent(e.Managers, e.ManagerId).On(TimeZones.LocalDate(now, e.TimeZone)));
        if (due.Count == 0)
        {
            return new FollowedMoves(0, MayBeMore: false);
        }

        var line = due.Count == 1 ? due : await db.Employees.AsNoTracking().Select(e => new { e.Id, e.ManagerId }).ToDictionaryAsync(e => e.Id, e => e.ManagerId, cancellationToken);
        var ids = Highest(due, line);
        var moved = await db.Employees.Where(e => ids.Contains(e.Id)).Join(db.Users, e => e.Id, u => u.Id, (e, u) => new { Employee = e, User = u }).ToListAsync(cancellationToken);
        foreach (var person in moved)
        {
            person.Employee.Follow(person.Employee.Today(now));

            // Both have one version.
            person.User.MarkChanged(now);
        }

        return new FollowedMoves(moved.Count, due.Count > moved.Count);
    }

    /// <summary>Those of the people who are due who will stand highest: whoever is above them stands already where they will.</summary>
    internal static List<Guid> Highest(IReadOnlyDictionary<Guid, Guid?> due, IReadOnlyDictionary<Guid, Guid?> line)
    {
        int Depth(Guid id)
        {
            var depth = 0;
            for (var above = due[id]; above is { } manager && depth <= line.Count; depth++)
            {
                above = due.TryGetValue(manager, out var planned) ? planned : line.GetValueOrDefault(manager);
            }

            return depth;
        }

        return [.. due.Keys.GroupBy(Depth).MinBy(g => g.Key)!.Order().Take(FollowMovesCommand.BatchSize)];
    }
}
