using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Satcom.Application.Common;
using Satcom.Infrastructure.Messaging;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Messaging;

/// <summary>The bus on a real PostgreSQL. Each test has a channel of its own.</summary>
public sealed class NodeBusTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _channel = $"bus_{Guid.CreateVersion7(RealTime.Clock.GetUtcNow()):N}";
    private readonly List<NodeBus> _nodes = [];
    private NpgsqlDataSource _dataSource = null!;

    public async ValueTask InitializeAsync() =>
        _dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(await TestPostgres.SuperAsync()) { ApplicationName = _channel, Pooling = true });

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.StopAsync(CancellationToken.None);
            node.Dispose();
        }

        await _dataSource.DisposeAsync();
    }

    [Fact]
    public async Task Publish_WhenThereAreTwoNodes_EachGetsItOnce()
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        var (atOne, atTwo) = (Collect<CacheForget>(one), Collect<CacheForget>(two));

        var forget = new CacheForget(CacheForget.Session, one.NodeId);
        one.Publish(forget);

        atOne.ShouldBe([(one.NodeId, forget)]);
        await Until(() => !atTwo.IsEmpty);
        await Task.Delay(200);
        atTwo.ShouldBe([(one.NodeId, forget)]);
        atOne.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Publish_WhenAThousandComeInABurst_SendsFewNotifies()
    {
        var notifies = 0;
        await using var spy = await _dataSource.OpenConnectionAsync();
        spy.Notification += (_, n) => notifies += n.Payload.Contains("\"realtime\"", StringComparison.Ordinal) ? 1 : 0;
        await ExecuteAsync(spy, $"LISTEN {_channel}");
        var (one, two) = (await StartAsync(), await StartAsync());
        var atTwo = Collect<RealtimeSent>(two);

        for (var i = 0; i < 1_000; i++)
        {
            one.Publish(new RealtimeSent(new RealtimeMessage(one.NodeId, [Audience.User(one.NodeId)], "attendanceChanged", $$"""{"n":{{i}}}""")));
        }

        await Until(() => atTwo.Count == 1_000);
        atTwo.Select(m => m.Message.Message.Payload).ShouldBe(Enumerable.Range(0, 1_000).Select(i => $$"""{"n":{{i}}}"""));
        await ExecuteAsync(spy, "SELECT 1");

        // 1,000 messages of about 190 bytes need at least 25 payloads of 7,900.
        notifies.ShouldBeInRange(20, 45);
    }

    [Fact]
    public async Task Publish_WhenThousandWakeUpsComeInABurst_SendsAHandful()
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        var atTwo = Collect<OutboxWake>(two);

        for (var i = 0; i < 1_000; i++)
        {
            one.Publish(OutboxWake.Instance);
        }

        await Until(() => !atTwo.IsEmpty);
        await Task.Delay(200);
        atTwo.Count.ShouldBeInRange(1, 10);
    }

    [Fact]
    public async Task Listener_WhenItsConnectionIsKilled_ReconnectsAndResynchronises()
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        var (gaps, atTwo) = (Collect<BusResynchronised>(two), Collect<CacheForget>(two));
        gaps.ShouldBeEmpty();

        await ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{_channel}' AND pid <> pg_backend_pid()");

        await Until(() => !gaps.IsEmpty);
        one.Publish(new CacheForget(CacheForget.User, two.NodeId));
        await Until(() => !atTwo.IsEmpty);
        gaps.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nodes_WhenOneStops_TheOtherNoticesAndNoticesItsReturn()
    {
        var one = await StartAsync();
        var (joined, gone) = (Collect<NodeJoined>(one), Collect<NodeGone>(one));
        var two = await StartAsync();
        await Until(() => !joined.IsEmpty);
        joined.ShouldHaveSingleItem().Node.ShouldBe(two.NodeId);
        gone.ShouldBeEmpty();

        await two.StopAsync(CancellationToken.None);

        await Until(() => !gone.IsEmpty);
        gone.ShouldHaveSingleItem().Node.ShouldBe(two.NodeId);
        var three = await StartAsync();
        await Until(() => joined.Count == 2);
        joined.Last().Node.ShouldBe(three.NodeId);
    }

    [Fact]
    public async Task A5_Hearing_IsProvenByTheNodesOwnBeacons_AndNoLongerThanEveryOtherIsHeard()
    {
        var deaf = new NodeBus(_dataSource, new NodeBusOptions { Channel = _channel }, RealTime.Clock, NullLogger<NodeBus>.Instance);
        _nodes.Add(deaf);
        deaf.UnprovenFor.ShouldBe(TimeSpan.MaxValue);
        var one = await StartAsync(o => o with { GoneAfter = TimeSpan.FromMinutes(10) });
        await Until(() => one.UnprovenFor < TimeSpan.FromSeconds(1));
        var joined = Collect<NodeJoined>(one);
        var two = await StartAsync();
        await Until(() => !joined.IsEmpty && one.UnprovenFor < TimeSpan.FromSeconds(1));

        await two.StopAsync(CancellationToken.None);

        // Its own beacons still come back, three a second.
        await Until(() => one.UnprovenFor > TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A27_NodeThatFellSilent_LeavesNothingKnownByHeart()
    {
        var one = await StartAsync();
        var memory = new Memory();
        using var forgetting = new Forgetting(one, [memory]);
        await forgetting.StartAsync(CancellationToken.None);
        var joined = Collect<NodeJoined>(one);
        var two = await StartAsync();
        await Until(() => !joined.IsEmpty && memory.Forgotten == 1);

        await two.StopAsync(CancellationToken.None);

        await Until(() => memory.Forgotten == 2);
        one.UnprovenFor.ShouldBeGreaterThan(TimeSpan.FromSeconds(1), "It may live, and only be unable to tell.");
    }

    [Fact]
    public async Task Publish_WhenTheQueueIsFull_DropsTheOldestAndTheOthersResynchronise()
    {
        var two = await StartAsync();
        var (gaps, atTwo) = (Collect<BusResynchronised>(two), Collect<RealtimeSent>(two));
        var one = await StartAsync(o => o with { Capacity = 16, Gather = TimeSpan.FromMilliseconds(100) });
        await Until(() => one.Dropped == 0 && two.NodeId != one.NodeId);
        await Task.Delay(500);

        for (var i = 0; i < 100; i++)
        {
            one.Publish(new RealtimeSent(new RealtimeMessage(one.NodeId, [], "m" + i, "1")));
        }

        await Until(() => !gaps.IsEmpty);
        one.Dropped.ShouldBeGreaterThanOrEqualTo(84);
        atTwo.Last().Message.Message.Method.ShouldBe("m99");
    }

    [Fact]
    public async Task Receive_WhenStrangersWriteToTheChannel_TakesNoHarm()
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        var atTwo = Collect<CacheForget>(two);

        await ExecuteAsync($$$"""
            NOTIFY {{{_channel}}}, 'not json';
            NOTIFY {{{_channel}}}, '{"n":"00000000000000000000000000000009","m":[1,{"k":"unknown","b":{}},{"k":"cache","b":{"of":3}},{"k":"bus.beacon","b":{}}]}'
            """);
        one.Publish(new CacheForget(CacheForget.Tenant, one.NodeId));

        await Until(() => !atTwo.IsEmpty);
        atTwo.ShouldHaveSingleItem().Node.ShouldBe(one.NodeId);
    }

    [Fact]
    public async Task Publish_WhenASubscriberFails_TheOthersStillGetIt()
    {
        var one = await StartAsync();
        using var broken = one.Subscribe<OutboxWake>((_, _) => throw new InvalidOperationException("planted"));
        var wakes = Collect<OutboxWake>(one);

        one.Publish(OutboxWake.Instance);

        wakes.Count.ShouldBe(1);
    }

    private static ConcurrentQueue<(Guid Node, T Message)> Collect<T>(NodeBus bus)
        where T : IBusMessage
    {
        var messages = new ConcurrentQueue<(Guid, T)>();
        bus.Subscribe<T>((node, message) => messages.Enqueue((node, message)));
        return messages;
    }

    private static async Task Until(Func<bool> condition)
    {
        var stopwatch = Stopwatch.StartNew();
        while (!condition())
        {
            stopwatch.Elapsed.ShouldBeLessThan(Patience);
            await Task.Delay(20);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await _dataSource.OpenConnectionAsync();
        await ExecuteAsync(connection, sql);
    }

    private async Task<NodeBus> StartAsync(Func<NodeBusOptions, NodeBusOptions>? change = null)
    {
        var options = new NodeBusOptions { Channel = _channel, Beacon = TimeSpan.FromMilliseconds(300), GoneAfter = TimeSpan.FromMilliseconds(1_500) };
        var node = new NodeBus(_dataSource, change?.Invoke(options) ?? options, RealTime.Clock, NullLogger<NodeBus>.Instance);
        _nodes.Add(node);
        await node.StartAsync(CancellationToken.None);
        await Until(() => node.IsConnected);
        return node;
    }

    private sealed class Memory : IForgets
    {
        private int _forgotten;

        public int Forgotten => Volatile.Read(ref _forgotten);

        public void Forget(CacheForget forget)
        {
        }

        public void ForgetAll() => Interlocked.Increment(ref _forgotten);
    }
}
