using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Messaging;

/// <summary>
/// The bus over PostgreSQL's LISTEN and NOTIFY: one connection listens, one loop sends what gathered. A NOTIFY takes a lock
/// that serialises commits, so it is never part of a request's transaction.
/// </summary>
internal sealed class NodeBus : BackgroundService, INodeBus, IHearing
{
    private static readonly Counter<long> Sent = Telemetry.Meter.CreateCounter<long>("satcom.bus.notifies", description: "NOTIFY payloads sent.");
    private static readonly Counter<long> DroppedCounter = Telemetry.Meter.CreateCounter<long>("satcom.bus.dropped", description: "Messages that gave way in a full queue.");

    private readonly NodeBusOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly BusSubscriptions _subscriptions;
    private readonly Channel<BusItem> _outgoing;
    private readonly NodeRoll _roll;
    private readonly BusListener _listener;
    private readonly NpgsqlDataSource _dataSource;
    private long _dropped;
    private long _provenAt = long.MinValue;
    private long _listeningSince = long.MaxValue;

    public NodeBus(NpgsqlDataSource dataSource, NodeBusOptions options, TimeProvider time, ILogger<NodeBus> log)
    {
        _dataSource = dataSource;
        _options = options;
        _time = time;
        _log = log;
        _subscriptions = new BusSubscriptions(log);
        _roll = new NodeRoll(time, options.GoneAfter);
        _listener = new BusListener(dataSource, options, time, log);
        _outgoing = Channel.CreateBounded<BusItem>(
            new BoundedChannelOptions(options.Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, CountDropped);
        NodeId = time.New();
    }

    /// <inheritdoc/>
    public Guid NodeId { get; }

    /// <summary>Messages that gave way so far.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public TimeSpan UnprovenFor => Interlocked.Read(ref _provenAt) is var at and not long.MinValue ? _time.GetElapsedTime(at) : TimeSpan.MaxValue;

    /// <inheritdoc/>
    public long ListeningSince => Interlocked.Read(ref _listeningSince);

    /// <summary>Whether messages of other nodes reach this one just now.</summary>
    public bool IsConnected => _listener.IsConnected;

    /// <inheritdoc/>
    public void Publish<T>(T message)
        where T : IBusMessage
    {
        _subscriptions.Deliver(NodeId, T.Kind, message);
        Send(message);
    }

    /// <inheritdoc/>
    public IDisposable Subscribe<T>(Action<Guid, T> handler)
        where T : IBusMessage => _subscriptions.Add(handler);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            _listener.RunAsync(Receive, Connected, stoppingToken),
            SendLoopAsync(stoppingToken),
            BeaconLoopAsync(stoppingToken));

    private void Send<T>(T message)
        where T : IBusMessage => _outgoing.Writer.TryWrite(new BusItem(T.Kind, message, T.Merges));

    private void SendBeacon() => Send(new NodeBeacon(Dropped, _time.GetTimestamp()));

    private void CountDropped(BusItem item)
    {
        Interlocked.Increment(ref _dropped);
        DroppedCounter.Add(1);
    }

    private void Connected(bool missedSome)
    {
        _log.Listening(NodeId);
        Interlocked.Exchange(ref _listeningSince, _time.GetTimestamp());
        _roll.Refresh();
        SendBeacon();
        if (missedSome)
        {
            Resynchronise();
        }
    }

    private void Receive(string payload)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(payload);
        }
        catch (JsonException e)
        {
            _log.Unreadable(e, "payload");
            return;
        }

        using (document)
        {
            if (BusPayload.Open(document) is not { } opened)
            {
                return;
            }

            if (opened.Node == NodeId)
            {
                HearOwn(opened.Messages);
                return;
            }

            if (_roll.Hear(opened.Node))
            {
                // The newcomer learns of this node without waiting for its next beacon.
                _log.Joined(opened.Node);
                SendBeacon();
                _subscriptions.Deliver(opened.Node, NodeJoined.Kind, new NodeJoined());
            }

            foreach (var message in opened.Messages.EnumerateArray())
            {
                Receive(opened.Node, message);
            }
        }
    }

    /// <summary>PostgreSQL delivers in the order of commits: with a beacon of this node's own, everything has come that was sent before it. What a node that has fallen silent still had to send, nobody knows.</summary>
    private void HearOwn(JsonElement messages)
    {
        foreach (var message in messages.EnumerateArray())
        {
            if (message.GetProperty("k").ValueEquals(NodeBeacon.Kind))
            {
                Interlocked.Exchange(ref _provenAt, Math.Min(message.GetProperty("b").Deserialize<NodeBeacon>(BusPayload.Json)!.At, _roll.SilentSince()));
            }
        }
    }

    private void Receive(Guid node, JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("k", out var kind) || !message.TryGetProperty("b", out var body))
        {
            return;
        }

        if (!kind.ValueEquals(NodeBeacon.Kind))
        {
            _subscriptions.Deliver(node, kind.GetString()!, body);
        }
        else if (_roll.Lost(node, body.TryGetProperty("dropped", out var dropped) && dropped.TryGetInt64(out var count) ? count : 0))
        {
            Resynchronise();
        }
    }

    private void Resynchronise()
    {
        _log.Resynchronised();
        _subscriptions.Deliver(NodeId, BusResynchronised.Kind, new BusResynchronised());
    }

    private async Task BeaconLoopAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(_options.Beacon, _time);
        while (await ticks.WaitForNextTickAsync(stoppingToken))
        {
            SendBeacon();
            if (!_listener.IsConnected)
            {
                _roll.Refresh();
                continue;
            }

            foreach (var node in _roll.StrikeOff())
            {
                _log.Gone(node);
                _subscriptions.Deliver(node, NodeGone.Kind, new NodeGone());
            }
        }
    }

    private async Task SendLoopAsync(CancellationToken stoppingToken)
    {
        var items = new List<BusItem>();
        while (await _outgoing.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(_options.Gather, _time, stoppingToken);
            while (items.Count < _options.Capacity && _outgoing.Reader.TryRead(out var item))
            {
                items.Add(item);
            }

            var payloads = BusPayload.Pack(NodeId, items, (item, bytes) => _log.TooLarge(item.Kind, bytes));
            items.Clear();
            await SendAsync(payloads, stoppingToken);
        }
    }

    private async Task SendAsync(List<string> payloads, CancellationToken stoppingToken)
    {
        var backoff = new Backoff(_options.RetryDelay, _options.MaxRetryDelay);
        while (payloads.Count > 0)
        {
            try
            {
                await using var command = _dataSource.CreateCommand("SELECT pg_notify($1, payload) FROM unnest($2) AS payload");
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _options.Channel });
                command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. payloads] });
                await command.ExecuteNonQueryAsync(stoppingToken);
                Sent.Add(payloads.Count);
                return;
            }
#pragma warning disable CA1031 // A node that does not send any more leaves the others with what is out of date.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                var delay = backoff.Next();
                _log.SendFailed(e, payloads.Count, delay.TotalMilliseconds);
                await Task.Delay(delay, _time, stoppingToken);
            }
        }
    }
}
