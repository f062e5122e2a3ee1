using NSubstitute;
using Satcom.Application.Common;
using Satcom.Domain.Tenancy;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Presence;

/// <summary>What ends a connection or keeps it from being made, and what reaches it, over real sockets.</summary>
public sealed class HubLimitTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = Waiting.Patience;
    private static readonly TenantInfo Acme = HubHost.Tenant(1);
    private static readonly Actor Ann = HubHost.Person(1);
    private static readonly Actor Bob = HubHost.Person(2);

    private readonly List<HubClient> _clients = [];
    private HubHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await HubHost.StartAsync(new LoopbackNetwork(), 1);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await _host.DisposeAsync();
    }

    [Fact]
    public async Task F19_Connect_WhenNobodyIsSignedIn_IsRefusedBeforeTheHandshake()
    {
        var client = await HubClient.OpenAsync(_host.Address, accessToken: null);
        _clients.Add(client);
        (await client.WaitForRefusalAsync()).ShouldBe("unauthenticated");
        await client.Closed.WaitAsync(Soon);
    }

    [Fact]
    public async Task F19_Connect_WhenAPersonHasFive_TheSixthIsRefusedUntilOneCloses()
    {
        for (var i = 0; i < 3; i++)
        {
            (await (await ConnectAsync(Ann)).InvokeAsync("Heartbeat")).ShouldBeNull();
        }

        // A socket that says nothing is one too.
        var silent = new List<HubClient> { await OpenAsync(Ann), await OpenAsync(Ann) };
        var sixth = await OpenAsync(Ann);
        (await sixth.WaitForRefusalAsync()).ShouldBe("too_many_connections");
        await sixth.Closed.WaitAsync(Soon);
        silent.ShouldAllBe(s => !s.Closed.IsCompleted);
        (await (await ConnectAsync(Bob)).InvokeAsync("Heartbeat")).ShouldBeNull();

        await _clients[0].DisposeAsync();
        await Task.Delay(300);
        (await (await ConnectAsync(Ann)).InvokeAsync("Heartbeat")).ShouldBeNull();
    }

    [Fact]
    public async Task F19_Heartbeat_WhenFlooded_IsWarnedThenClosed()
    {
        var client = await ConnectAsync(Ann);
        for (var i = 0; i < 60; i++)
        {
            (await client.InvokeAsync("Heartbeat")).ShouldBeNull();
        }

        await client.SendTextAsync(string.Join('\u001e', Enumerable.Repeat("""{"type":1,"target":"Heartbeat","arguments":["online"],"invocationId":"late"}""", 200)), CancellationToken.None);

        (await client.WaitForRefusalAsync()).ShouldContain("rate_limited");
        (await client.WaitForCloseAsync()).GetProperty("error").GetString().ShouldBe("rate_limited");
        await client.Closed.WaitAsync(Soon);
    }

    [Theory]
    [InlineData("""{"type":1,"target":"Nothing","arguments":[]}""")]
    [InlineData("""{"type":1,"target":"Heartbeat","arguments":[{"x":1},2,3]}""")]
    [InlineData("""{"type":4,"invocationId":"1","target":"Heartbeat","arguments":["online"]}""")]
    [InlineData("""{"type":5,"invocationId":"1"}""")]
    [InlineData("""{"type":6}""")]
    public async Task F19_AnyMessage_WhenFlooded_IsCountedAndEndsTheConnection(string message)
    {
        var client = await ConnectAsync(Ann);

        await client.SendTextAsync(string.Join('\u001e', Enumerable.Repeat(message, 200)), CancellationToken.None);

        var close = await client.WaitForCloseAsync();
        close.GetProperty("error").GetString().ShouldBe("rate_limited");
        close.TryGetProperty("allowReconnect", out _).ShouldBeFalse();
        await client.Closed.WaitAsync(Soon);
    }

    [Fact]
    public async Task F19_Connect_WhenTheHandshakeDoesNotCome_IsClosedAfterFifteenSeconds()
    {
        var startedAt = RealTime.Clock.GetTimestamp();
        var client = await OpenAsync(Ann);

        await client.Closed.WaitAsync(Soon);

        RealTime.Clock.GetElapsedTime(startedAt).TotalSeconds.ShouldBeGreaterThan(14);
    }

    [Fact]
    public async Task Refusals_OfTheHub_AreNoErrorsInTheLog()
    {
        var client = await ConnectAsync(Ann);
        (await client.InvokeAsync("Heartbeat", "asleep"))!.ShouldContain("status_invalid");
        (await client.InvokeAsync("Nothing"))!.ShouldContain("Nothing");
        (await client.InvokeAsync("Heartbeat", new { }))!.ShouldNotBeNull();

        _host.Log.Lines.ShouldContain(l => l.Text.Contains("status_invalid", StringComparison.Ordinal));
        _host.Log.Lines.Where(l => l.Level >= Microsoft.Extensions.Logging.LogLevel.Warning || l.Text.Contains("   at ", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task F19_Send_WhenAMessageIsOver32KiB_IsClosed()
    {
        var client = await ConnectAsync(Ann);
        (await client.InvokeAsync("Heartbeat", new string('x', 30_000)))!.ShouldContain("status_invalid");

        await client.SendAsync("Heartbeat", new string('x', 33_000));

        await client.Closed.WaitAsync(Soon);
    }

    [Theory]
    [InlineData(CacheForget.Session, false)]
    [InlineData(CacheForget.User, true)]
    public async Task Forget_WhenItConcernsAConnection_ClosesThatOneAlone(string of, bool mayReturn)
    {
        var (ann, bob) = (await ConnectAsync(Ann), await ConnectAsync(Bob));
        await ann.InvokeAsync("Heartbeat");

        _host.Bus.Publish(new CacheForget(of, string.Equals(of, CacheForget.Session, StringComparison.Ordinal) ? Ann.SessionId : Ann.UserId));

        (await ann.WaitForCloseAsync()).TryGetProperty("allowReconnect", out var allowed).ShouldBe(mayReturn);
        (mayReturn && allowed.GetBoolean()).ShouldBe(mayReturn);
        await ann.Closed.WaitAsync(Soon);
        (await bob.InvokeAsync("Heartbeat")).ShouldBeNull();
    }

    [Theory]
    [InlineData(CacheForget.Session)]
    [InlineData(CacheForget.User)]
    [InlineData(CacheForget.Line)]
    [InlineData(CacheForget.Client)]
    public async Task T13_Forget_OfTheSameIdInAnotherTenant_LeavesTheConnectionOpen(string of)
    {
        var person = Ann with { OAuthClientId = Bob.UserId };
        var (here, there) = (await ConnectAsync(person), await _host.ConnectAsync(person, HubHost.Tenant(2)));
        _clients.Add(there);
        (await here.InvokeAsync("Heartbeat")).ShouldBeNull();
        (await there.InvokeAsync("Heartbeat")).ShouldBeNull();

        _host.Bus.Publish(new CacheForget(of, of switch { CacheForget.Session => person.SessionId, CacheForget.Client => Bob.UserId, _ => person.UserId }, HubHost.Tenant(2).Id));

        await there.Closed.WaitAsync(Soon);
        (await here.InvokeAsync("Heartbeat")).ShouldBeNull();
    }

    [Fact]
    public async Task T13_Forget_OfAPersonWithAPlatformAdministratorsId_LeavesTheOneWhoLooksInAlone()
    {
        // What a platform administrator's connection writes into the audit is not of this host.
        var home = HubHost.Tenant(9).Id;
        var visitor = await ConnectAsync(Ann with { HomeTenantId = home });
        (await visitor.InvokeAsync("Heartbeat")).ShouldBeNull();
        var namesake = await ConnectAsync(Ann);
        (await namesake.InvokeAsync("Heartbeat")).ShouldBeNull();

        _host.Bus.Publish(new CacheForget(CacheForget.User, Ann.UserId, Acme.Id));
        await namesake.Closed.WaitAsync(Soon);
        (await visitor.InvokeAsync("Heartbeat")).ShouldBeNull();
        _host.Bus.Publish(new CacheForget(CacheForget.User, Ann.UserId, home));
        await visitor.Closed.WaitAsync(Soon);
    }

    [Fact]
    public async Task A27_Forget_WhenTheTenantIsSuspended_ClosesItsConnectionsAlone()
    {
        var ann = await ConnectAsync(Ann);
        (await ann.InvokeAsync("Heartbeat")).ShouldBeNull();
        var other = await _host.ConnectAsync(Bob, HubHost.Tenant(2));
        _clients.Add(other);
        _host.Tenants.FindAsync(Acme.Id, Arg.Any<CancellationToken>()).Returns(Acme with { Status = TenantStatus.Suspended });

        _host.Bus.Publish(new CacheForget(CacheForget.Tenant, Acme.Id));

        await ann.Closed.WaitAsync(Soon);
        (await other.InvokeAsync("Heartbeat")).ShouldBeNull();
    }

    [Fact]
    public async Task Forget_WhenTheTenantOnlyChanged_KeepsConnectionsAndAppliesItsThresholds()
    {
        var ann = await ConnectAsync(Ann);
        (await ann.InvokeAsync("Heartbeat")).ShouldBeNull();
        _host.Tenants.FindAsync(Acme.Id, Arg.Any<CancellationToken>()).Returns(HubHost.Tenant(1, awayAfter: 1, offlineAfter: 2));

        _host.Bus.Publish(new CacheForget(CacheForget.Tenant, Acme.Id));
        await Waiting.UntilAsync(() => Task.FromResult(_host.Tenants.ReceivedCalls().Any(call => call.GetMethodInfo().Name is nameof(ITenantDirectory.Forget))), "the change is not heard of");
        await Task.Delay(200);
        (await ann.InvokeAsync("Heartbeat")).ShouldBeNull();

        // By the thresholds of before it would be minutes. A busy machine may pass "away" over.
        await ann.WaitForAsync("presenceChanged", e => e.GetProperty("status").GetString() is "offline");
    }

    [Fact]
    public async Task Resynchronised_WhenRevocationsMayHaveBeenMissed_EverybodyIsAskedToComeBack()
    {
        var ann = await ConnectAsync(Ann);

        // Whoever is answered has become a member; the handshake alone comes before that.
        (await ann.InvokeAsync("Heartbeat")).ShouldBeNull();
        _host.Bus.Raise(_host.Bus.NodeId, new BusResynchronised());
        (await ann.WaitForCloseAsync()).GetProperty("allowReconnect").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Publish_WhenSeveralAudiencesMeet_EachConnectionGetsItOnceAndNoOtherTenant()
    {
        var hr = HubHost.Person(3, Ann.UserId, null, Permissions.AnomaliesRead, Permissions.AttendanceReadAll);
        var (one, two, other) = (await ConnectAsync(hr), await ConnectAsync(hr), await ConnectAsync(Bob));
        var elsewhere = await _host.ConnectAsync(hr, HubHost.Tenant(2));
        _clients.Add(elsewhere);
        string[] audiences = [Audience.User(hr.UserId), Audience.Team(Ann.UserId), Audience.Holding(Permissions.AnomaliesRead), Audience.Holding(Permissions.AttendanceReadAll)];

        _host.Realtime.Publish(new RealtimeMessage(Acme.Id, audiences, "anomalyChanged", "not json"));
        _host.Realtime.Publish(new RealtimeMessage(Acme.Id, audiences, "anomalyChanged", """{"anomalyId":"x","status":"open"}"""));

        foreach (var client in (HubClient[])[one, two])
        {
            (await client.DrainAsync("anomalyChanged", TimeSpan.FromMilliseconds(300))).ShouldHaveSingleItem().GetProperty("status").GetString().ShouldBe("open");
        }

        foreach (var client in (HubClient[])[other, elsewhere])
        {
            (await client.DrainAsync("anomalyChanged", TimeSpan.FromMilliseconds(50))).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Stop_WhenClientsAreConnected_TheyAreToldToReconnect()
    {
        var ann = await ConnectAsync(Ann);
        await ann.InvokeAsync("Heartbeat");

        var stopping = _host.StopAsync();

        (await ann.WaitForAsync("reconnect")).GetProperty("delayMs").GetInt32().ShouldBeInRange(0, 5_000);
        (await ann.WaitForCloseAsync()).GetProperty("allowReconnect").GetBoolean().ShouldBeTrue();
        await ann.Closed.WaitAsync(Soon);
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private async Task<HubClient> OpenAsync(Actor actor)
    {
        var client = await _host.OpenAsync(actor, Acme);
        _clients.Add(client);
        return client;
    }

    private async Task<HubClient> ConnectAsync(Actor actor)
    {
        var client = await _host.ConnectAsync(actor, Acme);
        _clients.Add(client);
        return client;
    }
}
