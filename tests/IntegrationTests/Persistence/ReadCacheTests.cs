using Satcom.Infrastructure.Common;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Persistence;

/// <summary>What a node keeps of what it read, and for how long.</summary>
public sealed class ReadCacheTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();
    private readonly ReadCache<int, string> _cache;

    public ReadCacheTests() => _cache = new ReadCache<int, string>(_time, Lifetime, 100);

    [Fact]
    public void Keep_OfWhatWasReadBeforeSomethingWasForgotten_KeepsNothing()
    {
        var read = _cache.Begin();
        _cache.Forget(2);
        _cache.Keep(1, "old", read);
        _cache.Find(1).ShouldBeNull("Whoever forgets does not know what a read under way is about.");

        _cache.Keep(1, "new", _cache.Begin());
        _cache.Find(1).ShouldBe("new");
    }

    [Fact]
    public void Find_AfterTheLifetime_FindsNothing_CountedFromTheReadsBegin()
    {
        var read = _cache.Begin();
        _time.Advance(Lifetime / 2);
        _cache.Keep(1, "one", read);
        _time.Advance((Lifetime / 2) - TimeSpan.FromSeconds(1));
        _cache.Find(1).ShouldBe("one");

        _time.Advance(TimeSpan.FromSeconds(1));

        _cache.Find(1).ShouldBeNull();
    }

    [Fact]
    public void ForgetWhere_LooksAtKeysAndValues_AndLeavesTheOthers()
    {
        foreach (var key in Enumerable.Range(1, 4))
        {
            _cache.Keep(key, key % 2 == 0 ? "even" : "odd", _cache.Begin());
        }

        _cache.ForgetWhere((key, value) => key == 1 || value is "even");
        Enumerable.Range(1, 4).Where(key => _cache.Find(key) is not null).ShouldBe([3]);

        _cache.ForgetAll();
        _cache.Find(3).ShouldBeNull();
    }
}
