using Satcom.Application.Presence;
using Satcom.Domain.Presence;
using Satcom.Infrastructure.Presence;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Presence;

public sealed class PresenceTrackerTests : IDisposable
{
    private static readonly PresenceThresholds Thresholds = new(TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(300));
    private static readonly Guid Tenant = new(1, 1, 1, new byte[8]);
    private static readonly PresentPerson Ann = Person(1);

    private readonly ManualTime _time = new();
    private readonly LoopbackNetwork _network = new();
    private readonly List<TestNode> _nodes = [];

    public void Dispose() => _nodes.ForEach(n => n.Gossip.Dispose());

    [Fact]
    public void Heartbeat_WhenFirst_MakesOnlineAndTellsOnce()
    {
        var node = AddNode();

        node.Beat(Ann);
        node.Beat(Ann);

        node.Of(Ann).ShouldBe(new SeenPresence(PresenceStatus.Online, _time.GetUtcNow()));
        node.Heard.ShouldBe([(Ann.UserId, PresenceStatus.Online)]);
        _network.Sent.ShouldBe(["presence"]);
    }

    [Fact]
    public void Sweep_WhenSilent_TurnsAwayThenOfflineAtTheThresholds()
    {
        var node = AddNode();
        node.Beat(Ann);

        Pass(119);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Online);
        Pass(1);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Away);
        Pass(179);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Away);
        Pass(1);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Offline);
        node.Of(Ann).LastSeenAt.ShouldBe(_time.GetUtcNow().AddSeconds(-300));
        node.Heard.Select(h => h.Status).ShouldBe([PresenceStatus.Online, PresenceStatus.Away, PresenceStatus.Offline]);
    }

    [Fact]
    public void Closed_WhenItWasTheLastConnection_ChangesNothingUntilTheThresholds()
    {
        var node = AddNode();
        node.Beat(Ann);

        node.Tracker.Closed(Ann, "c1");
        Pass(119);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Online);
        Pass(1);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Away);
        Pass(180);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Offline);
    }

    [Fact]
    public void Heartbeat_WhenAwayIsClaimed_CountsUntilTheNextHeartbeat()
    {
        var node = AddNode();
        node.Beat(Ann);
        node.Beat(Ann, claimed: PresenceStatus.Away);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Away);

        Pass(100);
        node.Beat(Ann);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Online);
        Pass(120);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Away);
    }

    [Fact]
    public void Heartbeat_WhenOneOfTwoDevicesClaimsAway_TheBetterOneCounts()
    {
        var node = AddNode();
        node.Beat(Ann, "laptop");
        node.Beat(Ann, "phone", PresenceStatus.Away);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Online);

        // The laptop is gone; the phone says away.
        node.Tracker.Closed(Ann, "laptop");
        node.Beat(Ann, "phone", PresenceStatus.Away);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Away);
    }

    [Fact]
    public void Heartbeat_WhenSteady_NeverTravelsAgain()
    {
        var node = AddNode();
        for (var i = 0; i < 100; i++)
        {
            node.Beat(Ann);
            Pass(30);
        }

        _network.Sent.Count.ShouldBe(1);
        node.Heard.Count.ShouldBe(1);
    }

    [Fact]
    public void Heartbeat_WhenTheTenantShortensItsThresholds_CountsFromThere()
    {
        var node = AddNode();
        node.Beat(Ann);
        node.Tracker.Heartbeat(Ann, "c1", new PresenceThresholds(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)), PresenceStatus.Online);

        Pass(5);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Away);
        Pass(5);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Offline);
    }

    [Fact]
    public void Sweep_WhenThousandsArePresent_TouchesOnlyThoseWhoseTimeHasCome()
    {
        var node = AddNode();
        for (var i = 1; i <= 10_000; i++)
        {
            node.Beat(Person(i));
        }

        Pass(100);
        for (var i = 2; i <= 10_000; i++)
        {
            node.Beat(Person(i));
        }

        _time.Advance(TimeSpan.FromSeconds(20));
        node.Tracker.Sweep().ShouldBe(10_000);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Away);
        _time.Advance(TimeSpan.FromSeconds(1));
        node.Tracker.Sweep().ShouldBe(0);
        node.Heard.Count(h => h.Status == PresenceStatus.Away).ShouldBe(1);
    }

    [Theory]
    [InlineData(86_400)]
    [InlineData(-86_400)]
    public void Sweep_WhenTheWallClockIsSet_NobodyFallsSilent(int seconds)
    {
        var node = AddNode();
        node.Beat(Ann);

        _time.SetClockOff(TimeSpan.FromSeconds(seconds));
        Pass(60);
        node.Of(Ann).ShouldBe(new SeenPresence(PresenceStatus.Online, _time.GetUtcNow().AddSeconds(-60)));
        Pass(60);
        node.Of(Ann).Status.ShouldBe(PresenceStatus.Away);
    }

    [Fact]
    public void Find_WhenAskedTwice_TellsTheSameInstantThoughTheClocksDisagreeALittle()
    {
        var node = AddNode();
        node.Beat(Ann);
        var first = node.Of(Ann).LastSeenAt;

        _time.SetClockOff(TimeSpan.FromMilliseconds(3));

        node.Of(Ann).LastSeenAt.ShouldBe(first);
    }

    [Fact]
    public void Present_WhenAskedPerTenant_NamesOnlyThatTenantsPeople()
    {
        var node = AddNode();
        var stranger = Ann with { TenantId = new Guid(2, 2, 2, new byte[8]) };
        node.Beat(Ann);
        node.Beat(Person(2), claimed: PresenceStatus.Away);

        node.Tracker.Present(Tenant, PresenceStatus.Online).ShouldBe([Ann.UserId]);
        node.Tracker.Present(Tenant, PresenceStatus.Away).ShouldBe([Person(2).UserId]);
        node.Tracker.Present(stranger.TenantId, PresenceStatus.Online).ShouldBeEmpty();
        node.Of(stranger).ShouldBe(new SeenPresence(PresenceStatus.Offline, null));
    }

    [Fact]
    public void Hear_WhenTwoNodesDiffer_TheBestStatusCounts()
    {
        var (one, two) = (AddNode(), AddNode());
        one.Beat(Ann);
        two.Of(Ann).Status.ShouldBe(PresenceStatus.Online);

        Pass(100);
        two.Beat(Ann, "c2");
        Pass(20);
        one.Of(Ann).Status.ShouldBe(PresenceStatus.Online);
        two.Of(Ann).Status.ShouldBe(PresenceStatus.Online);
        Pass(100);
        one.Of(Ann).Status.ShouldBe(PresenceStatus.Away);
        Pass(200);
        one.Of(Ann).Status.ShouldBe(PresenceStatus.Offline);
        two.Of(Ann).Status.ShouldBe(PresenceStatus.Offline);
        one.Heard.Select(h => h.Status).ShouldBe([PresenceStatus.Online, PresenceStatus.Away, PresenceStatus.Offline]);
        two.Heard.ShouldBe(one.Heard);
    }

    [Fact]
    public void NodeGone_WhenNobodyElseHasItsPeople_TheyFallAway()
    {
        var (one, two) = (AddNode(), AddNode());
        var bob = Person(2);
        one.Beat(Ann);
        one.Beat(bob);
        two.Beat(bob, "c2");

        _network.Kill(one.Bus);

        two.Of(Ann).Status.ShouldBe(PresenceStatus.Offline);
        two.Of(Ann).LastSeenAt.ShouldNotBeNull();
        two.Of(bob).Status.ShouldBe(PresenceStatus.Online);
        two.Heard.ShouldBe([(Ann.UserId, PresenceStatus.Online), (bob.UserId, PresenceStatus.Online), (Ann.UserId, PresenceStatus.Offline)]);
    }

    [Fact]
    public void NodeJoined_WhenOthersHavePeople_TheNewcomerGetsThemAll()
    {
        var one = AddNode();
        var managers = Enumerable.Range(1_000, 12).Select(i => Person(i).UserId).ToList();
        for (var i = 1; i <= 500; i++)
        {
            one.Beat(Person(i) with { TeamId = Tenant, ManagerChain = managers }, claimed: i % 2 == 0 ? PresenceStatus.Away : PresenceStatus.Online);
        }

        var two = AddNode();

        two.Tracker.Present(Tenant, PresenceStatus.Online).Count.ShouldBe(250);
        two.Tracker.Present(Tenant, PresenceStatus.Away).Count.ShouldBe(250);
    }

    [Fact]
    public void Resynchronised_WhenChangesWereMissed_TheSnapshotMendsThem()
    {
        var (one, two) = (AddNode(), AddNode());
        var bob = Person(2);
        one.Beat(Ann);

        two.Bus.IsCutOff = true;
        Pass(300);
        one.Beat(bob);
        two.Of(Ann).Status.ShouldBe(PresenceStatus.Online);
        two.Of(bob).Status.ShouldBe(PresenceStatus.Offline);

        two.Bus.IsCutOff = false;
        two.Bus.Raise(two.Bus.NodeId, new Application.Common.BusResynchronised());
        two.Of(Ann).Status.ShouldBe(PresenceStatus.Offline);
        two.Of(bob).Status.ShouldBe(PresenceStatus.Online);
    }

    [Fact]
    public void Heartbeat_WhenTheTeamChanged_OtherNodesLearnOfIt()
    {
        var (one, two) = (AddNode(), AddNode());
        one.Beat(Ann);
        one.Beat(Ann with { TeamId = Tenant });
        Pass(120);

        two.People[^1].TeamId.ShouldBe(Tenant);
    }

    private static PresentPerson Person(int number) => new(Tenant, new Guid(number, 0, 7, new byte[8]), null, []);

    private void Pass(int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _nodes.ForEach(n => n.Tracker.Sweep());
    }

    private TestNode AddNode()
    {
        var node = new TestNode(_network.Add((byte)(_nodes.Count + 1)), _time);
        _nodes.Add(node);
        _network.Introduce(node.Bus);
        return node;
    }

    private sealed class TestNode : IPresenceObserver
    {
        public TestNode(LoopbackNetwork.Node bus, TimeProvider time)
        {
            Bus = bus;
            Tracker = new PresenceTracker(bus, time, [this]);
            Gossip = new PresenceGossip(bus, Tracker);
            Gossip.StartAsync(CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue();
        }

        public LoopbackNetwork.Node Bus { get; }

        public PresenceTracker Tracker { get; }

        public PresenceGossip Gossip { get; }

        public List<(Guid User, PresenceStatus Status)> Heard { get; } = [];

        public List<PresentPerson> People { get; } = [];

        public void Changed(PresenceChange change)
        {
            Heard.Add((change.Person.UserId, change.Status));
            People.Add(change.Person);
        }

        public void Beat(PresentPerson person, string connection = "c1", PresenceStatus claimed = PresenceStatus.Online) =>
            Tracker.Heartbeat(person, connection, Thresholds, claimed);

        public SeenPresence Of(PresentPerson person) => ((IPresenceView)Tracker).Find(person.TenantId, person.UserId);
    }
}
