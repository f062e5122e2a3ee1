using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Identity.Provider;
using Satcom.Infrastructure.Messaging;
using Satcom.Infrastructure.People;
using Satcom.Infrastructure.Persistence;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Identity.Tokens;

/// <summary>For how long a node believes what it knows of a caller: five seconds by itself, and a minute while it would be told of a change.</summary>
public sealed class BelievedCallersTests : IClassFixture<SatcomHost>
{
    private readonly SatcomHost _host;
    private readonly ManualTime _time = new(RealTime.Clock.GetUtcNow());
    private readonly Hearing _hearing = new();
    private readonly CountedContexts _contexts;
    private readonly Callers _callers;

    public BelievedCallersTests(SatcomHost host)
    {
        _host = host;
        _contexts = new CountedContexts(host.Services.GetRequiredService<IDbContextFactory<SatcomDbContext>>());
        _callers = new Callers(
            _contexts, host.Services.GetRequiredService<ProviderTokenReader>(), host.Services.GetRequiredService<ITenantDirectory>(), host.Services.GetRequiredService<ManagerChainCache>(), _hearing,
            host.Services.GetRequiredService<IOptions<TokenOptions>>(), _time);
    }

    [Fact]
    public async Task A5_A27_Known_WhileChangesWouldBeHeard_IsBelievedForAMinute()
    {
        var token = (await _host.LoginAsync("staff@globex.test")).Text("accessToken");
        (await LooksAsync(token)).ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(55));
        (await LooksAsync(token)).ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(5));
        (await LooksAsync(token)).ShouldBe(1, "What is changed past the service is told by nobody.");
    }

    [Fact]
    public async Task A5_A27_Known_WhileChangesMayGoUnheard_IsBelievedForFiveSeconds()
    {
        var token = (await _host.LoginAsync("staff@globex.test")).Text("accessToken");
        _hearing.UnprovenFor = TimeSpan.FromSeconds(3);
        (await LooksAsync(token)).ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        (await LooksAsync(token)).ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        (await LooksAsync(token)).ShouldBe(1);
    }

    [Fact]
    public async Task A5_A27_Known_SinceBeforeAnythingCouldBeHeard_IsBelievedForFiveSeconds()
    {
        var token = (await _host.LoginAsync("staff@globex.test")).Text("accessToken");
        (await LooksAsync(token)).ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        _hearing.ListeningSince = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(4));
        (await LooksAsync(token)).ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(6));
        (await LooksAsync(token)).ShouldBe(0);
    }

    [Theory]
    [InlineData(CacheForget.Session)]
    [InlineData(CacheForget.Proof)]
    [InlineData(CacheForget.User)]
    [InlineData(CacheForget.Profile)]
    public async Task A5_A27_Known_ThatIsTold_IsLookedAtAtOnce_AlsoAfterHalfAMinute(string of)
    {
        var login = await _host.LoginAsync("staff@globex.test");
        var token = login.Text("accessToken");
        var caller = (await _callers.FindAsync(token, CancellationToken.None))!;
        _time.Advance(TimeSpan.FromSeconds(30));
        _callers.Forget(new CacheForget(of, of is CacheForget.Session or CacheForget.Proof ? caller.Actor.SessionId : caller.Actor.UserId, caller.HomeTenantId));
        _time.Advance(TimeSpan.FromSeconds(20));
        (await LooksAsync(token)).ShouldBe(1);
    }

    [Fact]
    public async Task A27_SessionWhoseTimeRunsOut_EndsThen()
    {
        var token = (await _host.LoginAsync("staff@globex.test")).Text("accessToken");
        var caller = (await _callers.FindAsync(token, CancellationToken.None))!;
        await _host.SqlAsync("UPDATE sessions SET expires_at = $2 WHERE id = $1", caller.Actor.SessionId, _time.GetUtcNow().UtcDateTime.AddSeconds(30));
        _callers.ForgetAll();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await _callers.FindAsync(token, CancellationToken.None)).ShouldNotBeNull();

        _time.Advance(TimeSpan.FromSeconds(31));
        (await LooksAsync(token)).ShouldBe(0);
        (await _callers.FindAsync(token, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Stranger_IsLookedAtAgainAfterFiveSeconds()
    {
        var token = (await _host.LoginAsync("staff@globex.test")).Text("accessToken");
        var caller = (await _callers.FindAsync(token, CancellationToken.None))!;
        await _host.SqlAsync("UPDATE users SET status = 'deactivated' WHERE id = $1", caller.Actor.UserId);
        try
        {
            _callers.ForgetAll();
            (await _callers.FindAsync(token, CancellationToken.None)).ShouldBeNull();
        }
        finally
        {
            await _host.SqlAsync("UPDATE users SET status = 'active' WHERE id = $1", caller.Actor.UserId);
        }

        _time.Advance(TimeSpan.FromSeconds(5));
        (await _callers.FindAsync(token, CancellationToken.None)).ShouldNotBeNull();
    }

    private async Task<int> LooksAsync(string token)
    {
        var before = _contexts.Made;
        await _callers.FindAsync(token, CancellationToken.None);
        return _contexts.Made - before;
    }

    private sealed class Hearing : IHearing
    {
        public TimeSpan UnprovenFor { get; set; } = TimeSpan.FromSeconds(2);

        public long ListeningSince { get; set; }
    }
}
