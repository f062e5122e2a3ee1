using Satcom.Application.People;

namespace Satcom.Application.UnitTests.People;

/// <summary>Whoever moves, no step on the way closes the line of managers.</summary>
public sealed class FollowMovesTests
{
    private static readonly Guid[] People = [.. Enumerable.Range(1, 4).Select(n => new Guid(n, 0, 0, new byte[8]))];

    [Fact]
    public void Highest_WhenALineIsTurnedRound_MovesFromItsNewTopDown()
    {
        // 0 under 1 under 2 becomes 2 under 1 under 0; 3 stays under 2.
        var line = new Dictionary<Guid, Guid?> { [People[0]] = People[1], [People[1]] = People[2], [People[2]] = null, [People[3]] = People[2] };
        var due = new Dictionary<Guid, Guid?> { [People[2]] = People[1], [People[1]] = People[0], [People[0]] = null };

        foreach (var expected in new[] { People[0], People[1], People[2] })
        {
            var moved = FollowMovesHandler.Highest(due, line).ShouldHaveSingleItem();
            moved.ShouldBe(expected);
            line[moved] = due[moved];
            due.Remove(moved);
            People.ShouldAllBe(person => IsOpen(line, person));
        }
    }

    [Fact]
    public void Highest_OfPeopleWhoStandApart_TakesThemTogether() =>
        FollowMovesHandler.Highest(new Dictionary<Guid, Guid?> { [People[0]] = People[3], [People[1]] = People[3] }, new Dictionary<Guid, Guid?> { [People[3]] = null })
            .ShouldBe([People[0], People[1]]);

    private static bool IsOpen(Dictionary<Guid, Guid?> line, Guid person)
    {
        var steps = 0;
        for (var above = line[person]; above is { } manager && steps <= line.Count; steps++)
        {
            above = line[manager];
        }

        return steps <= line.Count;
    }
}
