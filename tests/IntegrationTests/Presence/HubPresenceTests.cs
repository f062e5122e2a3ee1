using Satcom.Application.Common;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Presence;

/// <summary>Who is told what of whose presence, over real sockets.</summary>
public sealed class HubPresenceTests : IAsyncLifetime
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);
    private static readonly TenantInfo Acme = HubHost.Tenant(1);
    private static readonly Guid Team = new(9, 9, 9, new byte[8]);

    private readonly LoopbackNetwork _network = new();
    private readonly List<HubClient> _clients = [];
    private HubHost _host = null!;
    private HubHost? _second;

    public async ValueTask InitializeAsync() => _host = await HubHost.StartAsync(_network, 1);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await _host.DisposeAsync();
        if (_second is not null)
        {
            await _second.DisposeAsync();
        }
    }

    [Fact]
    public async Task Heartbeat_WhenSomebodyComes_ThoseWhoMaySeeAreToldOnceAndNobodyElse()
    {
        var manager = HubHost.Person(1);
        var ann = HubHost.Person(2, Team, [manager.UserId]);
        var hr = HubHost.Person(3, Team, [ann.UserId], Permissions.PresenceReadAll, Permissions.PresenceReadColleagues);
        Actor[] colleagues = [manager, HubHost.Person(4, Team), HubHost.Person(5, null, [ann.UserId, manager.UserId]), hr];
        Actor[] strangers = [HubHost.Person(6, new Guid(8, 8, 8, new byte[8])), HubHost.Person(7, Team, null, Permissions.AnomaliesRead)];
        var seeing = await Task.WhenAll(colleagues.Select(c => ConnectAsync(c, Acme)));
        var blind = await Task.WhenAll(strangers.Select(s => ConnectAsync(s, Acme)));
        var elsewhere = await ConnectAsync(HubHost.Person(3, Team, null, Permissions.PresenceReadAll), HubHost.Tenant(2));
        var client = await ConnectAsync(ann, Acme);
        var ownOther = await ConnectAsync(ann, Acme);

        (await client.InvokeAsync("Heartbeat", "online")).ShouldBeNull();

        foreach (var watcher in (HubClient[])[.. seeing, client, ownOther])
        {
            var calls = await watcher.DrainAsync("presenceChanged", Moment);
            var change = calls.ShouldHaveSingleItem();
            change.GetProperty("userId").GetGuid().ShouldBe(ann.UserId);
            change.GetProperty("status").GetString().ShouldBe("online");
            change.GetProperty("at").GetString().ShouldEndWith("Z");
            change.EnumerateObject().Count().ShouldBe(3);
        }

        foreach (var watcher in (HubClient[])[.. blind, elsewhere])
        {
            (await watcher.DrainAsync("presenceChanged", TimeSpan.FromMilliseconds(50))).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Silence_WhenTheSocketIsCutWithoutGoodbye_TurnsAwayThenOffline()
    {
        // A sweep that comes late would pass the one over for the other, so they lie well apart.
        var quick = HubHost.Tenant(1, awayAfter: 2, offlineAfter: 12);
        var watcher = await ConnectAsync(HubHost.Person(1, Team), quick);
        var ann = HubHost.Person(2, Team);
        var client = await ConnectAsync(ann, quick);
        await client.InvokeAsync("Heartbeat", "online");
        (await StatusAsync(watcher, ann)).ShouldBe("online");

        await client.DisposeAsync();

        (await watcher.DrainAsync("presenceChanged", TimeSpan.FromSeconds(1))).ShouldBeEmpty();
        (await StatusAsync(watcher, ann)).ShouldBe("away");
        (await StatusAsync(watcher, ann)).ShouldBe("offline");
    }

    [Fact]
    public async Task Heartbeat_WhenTheWatcherIsOnAnotherNode_ItIsTold()
    {
        _second = await HubHost.StartAsync(_network, 2);
        var ann = HubHost.Person(2, Team);
        var watcher = await _second.ConnectAsync(HubHost.Person(1, Team), Acme);
        _clients.Add(watcher);
        var client = await ConnectAsync(ann, Acme);

        await client.InvokeAsync("Heartbeat", "away");
        (await StatusAsync(watcher, ann)).ShouldBe("away");

        _network.Kill(_host.Bus);
        (await StatusAsync(watcher, ann)).ShouldBe("offline");
    }

    [Theory]
    [InlineData("""{"type":1,"invocationId":"x","target":"Heartbeat","arguments":[]}""", null)]
    [InlineData("""{"type":1,"invocationId":"x","target":"Heartbeat","arguments":[null]}""", null)]
    [InlineData("""{"type":1,"invocationId":"x","target":"Heartbeat","arguments":["away"]}""", null)]
    [InlineData("""{"type":1,"invocationId":"x","target":"Heartbeat","arguments":["offline"]}""", "status_invalid")]
    [InlineData("""{"type":1,"invocationId":"x","target":"Heartbeat","arguments":["ONLINE"]}""", "status_invalid")]
    [InlineData("""{"type":1,"invocationId":"x","target":"Heartbeat","arguments":[7]}""", "Failed to invoke")]
    [InlineData("""{"type":1,"invocationId":"x","target":"Heartbeat","arguments":["online","online"]}""", "Failed to invoke")]
    [InlineData("""{"type":1,"invocationId":"x","target":"Nothing","arguments":[]}""", "Failed to invoke")]
    public async Task Heartbeat_WhenWrittenInSomeWay_IsAcceptedOrRefused(string message, string? error)
    {
        var client = await ConnectAsync(HubHost.Person(1), Acme);

        await client.SendTextAsync(message, CancellationToken.None);

        var completion = await client.WaitForCompletionAsync("x");
        (completion.TryGetProperty("error", out var text) ? text.GetString()! : "none").ShouldContain(error ?? "none");
    }

    [Fact]
    public async Task Heartbeat_WhenManyComeAtOnce_AWatcherGetsFewFrames()
    {
        var watcher = await ConnectAsync(HubHost.Person(1, null, null, Permissions.PresenceReadAll), Acme);
        var others = await Task.WhenAll(Enumerable.Range(2, 60).Select(i => ConnectAsync(HubHost.Person(i), Acme)));

        await Task.WhenAll(others.Select(o => o.InvokeAsync("Heartbeat", "online")));

        var calls = await watcher.DrainAsync("presenceChanged", TimeSpan.FromSeconds(2.5));
        calls.Select(c => c.GetProperty("userId").GetGuid()).Distinct().Count().ShouldBe(60);
        watcher.CallFrames.ShouldBeInRange(1, 3);
    }

    private static async Task<string?> StatusAsync(HubClient watcher, Actor of)
    {
        var change = await watcher.WaitForAsync("presenceChanged", m => m.GetProperty("userId").GetGuid() == of.UserId);
        return change.GetProperty("status").GetString();
    }

    private async Task<HubClient> ConnectAsync(Actor actor, TenantInfo tenant)
    {
        var client = await _host.ConnectAsync(actor, tenant);
        lock (_clients)
        {
            _clients.Add(client);
        }

        return client;
    }
}
