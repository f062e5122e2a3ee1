using Satcom.Infrastructure.Common;

namespace Satcom.IntegrationTests.Persistence;

/// <summary>What a bounded cache keeps, and that it ends.</summary>
public sealed class BoundedCacheTests
{
    private const int Generation = 1_000;

    private readonly BoundedCache<int, string> _cache = new(Generation);

    [Fact]
    public void Cache_ThatIsFilledOn_KeepsWhatIsAskedForAndAtMostTwoGenerations()
    {
        const int Favourite = -1;
        _cache.Set(Favourite, "asked for");
        for (var i = 0; i < 50 * Generation; i++)
        {
            _cache.Set(i, "once");
            _cache.TryGet(Favourite, out _).ShouldBeTrue();
        }

        // Each hit of the older generation would move on, so the count looks from the newest one back.
        var kept = Enumerable.Range(0, 50 * Generation).Reverse().Take(10 * Generation).Count(i => _cache.TryGet(i, out _));
        kept.ShouldBeInRange(Generation / 2, 2 * (Generation + 1));
        _cache.TryGet(0, out _).ShouldBeFalse();
    }

    [Fact]
    public void RemoveWhere_AndRemove_ReachTheOlderGenerationToo()
    {
        for (var i = 0; i < Generation + 10; i++)
        {
            _cache.Set(i, i % 2 == 0 ? "even" : "odd");
        }

        _cache.RemoveWhere(value => value is "even");
        _cache.Remove(1);
        _cache.Remove(Generation + 9);

        Enumerable.Range(0, Generation + 10).Where(i => _cache.TryGet(i, out _)).ShouldBe(Enumerable.Range(0, Generation + 10).Where(i => i % 2 == 1 && i != 1 && i != Generation + 9));
    }
}
