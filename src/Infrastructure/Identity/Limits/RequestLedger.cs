using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Identity.Limits;

/// <summary>
/// Brings the nodes' meters together in PostgreSQL: one statement for all that ask at a time, never inside a request's transaction.
/// While the database cannot be asked, every node keeps to a stricter share of its own.
/// </summary>
internal sealed partial class RequestLedger : BackgroundService
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// One atomic upsert per counter: moves the sliding window on, counts what was answered already, and sets aside what is wanted and
    /// fits. $1 keys, $2 owed, $3 wanted, $4 limits, $5 now, $6 the window. Counters are locked in the order of their keys by everybody.
    /// </summary>
    private const string Sql =
        """
        INSERT INTO request_counters AS c (key, window_started_at, count, previous, granted, cap, expires_at)
        SELECT b.key, $5, b.owed + b.wanted, 0, b.wanted, b.cap, $5 + 2 * $6 FROM unnest($1, $2, $3, $4) AS b (key, owed, wanted, cap) ORDER BY b.key
        ON CONFLICT (key) DO UPDATE SET (window_started_at, count, previous, granted, cap, expires_at) = (
          SELECT r.started, r.count + excluded.count - excluded.granted + g.granted, r.previous, g.granted, excluded.cap, r.started + 2 * $6
          FROM (SELECT CASE WHEN $5 < c.window_started_at + $6 THEN c.window_started_at WHEN $5 < c.window_started_at + 2 * $6 THEN c.window_started_at + $6 ELSE $5 END AS started,
                       CASE WHEN $5 < c.window_started_at + $6 THEN c.count ELSE 0 END AS count,
                       CASE WHEN $5 < c.window_started_at + $6 THEN c.previous WHEN $5 < c.window_started_at + 2 * $6 THEN c.count ELSE 0 END AS previous) r,
          LATERAL (SELECT r.count + excluded.count - excluded.granted
                          + r.previous * (1 - least(1, greatest(0, extract(epoch FROM $5 - r.started) / extract(epoch FROM $6)))) AS counted) e,
          LATERAL (SELECT least(excluded.granted, greatest(0, floor(excluded.cap - e.counted)))::int AS granted) g)
        RETURNING key, granted, window_started_at, count, previous
        """;

    private readonly Channel<RequestMeter> _asking = Channel.CreateUnbounded<RequestMeter>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<Guid> _others = [];
    private readonly List<IDisposable> _subscriptions;
    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile int _nodes = 1;
    private long _aloneUntil = long.MinValue;

    public RequestLedger(NpgsqlDataSource database, INodeBus bus, TimeProvider time, ILogger<RequestLedger> logger)
    {
        (_database, _time, _logger) = (database, time, logger);

        // Before the bus hears of anybody.
        _subscriptions = [bus.Subscribe<NodeJoined>((node, _) => Count(node, isThere: true)), bus.Subscribe<NodeGone>((node, _) => Count(node, isThere: false))];
    }

    /// <summary>Takes one request from a meter; waits for the counter only where the node's share is used up.</summary>
    /// <returns>Null when it was granted; else whole seconds until one can be.</returns>
    public ValueTask<int?> TakeAsync(RequestMeter meter, CancellationToken cancellationToken)
    {
        var taking = Take(meter);
        return taking.Verdict switch
        {
            Verdict.Admitted => ValueTask.FromResult<int?>(null),
            Verdict.Refused => ValueTask.FromResult<int?>(taking.RetryAfterSeconds),
            _ => WaitAsync(meter, taking, cancellationToken),
        };
    }

    public override void Dispose()
    {
        _subscriptions.ForEach(s => s.Dispose());
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var asking = new List<RequestMeter>();
        while (await _asking.Reader.WaitToReadAsync(stoppingToken))
        {
            while (asking.Count < MostAtOnce && _asking.Reader.TryRead(out var meter))
            {
                asking.Add(meter);
            }

            await SettleAsync(asking, stoppingToken);
            asking.Clear();
        }
    }

    private async ValueTask<int?> WaitAsync(RequestMeter meter, Taking taking, CancellationToken cancellationToken)
    {
        while (taking.Verdict == Verdict.Wait)
        {
            await taking.Answer!.WaitAsync(cancellationToken);
            taking = Take(meter);
        }

        return taking.Verdict == Verdict.Admitted ? null : taking.RetryAfterSeconds;
    }

    private Taking Take(RequestMeter meter)
    {
        var taking = meter.Take(_time.GetUtcNow(), _nodes, isAlone: _time.GetTimestamp() < Interlocked.Read(ref _aloneUntil));
        if (taking.AsksForMore)
        {
            _asking.Writer.TryWrite(meter);
        }

        return taking;
    }

    private void Count(Guid node, bool isThere)
    {
        lock (_others)
        {
            _ = isThere ? _others.Add(node) : _others.Remove(node);
            _nodes = _others.Count + 1;
        }
    }

    private async Task SettleAsync(List<RequestMeter> asking, CancellationToken stoppingToken)
    {
        var bills = asking.Select(meter => (Meter: meter, Bill: meter.Bill(_nodes))).ToList();
        using var limit = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
        try
        {
            // Two meters of one subject can be there for a moment, when one was forgotten and is wanted again.
            var byKey = bills.GroupBy(b => Convert.ToHexString(b.Meter.Key), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
            await using var command = _database.CreateCommand(Sql);
            command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. byKey.Values.Select(g => g[0].Meter.Key)] });
            command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. byKey.Values.Select(g => g.Sum(b => b.Bill.Owed))] });
            command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. byKey.Values.Select(g => g[0].Bill.Wanted)] });
            command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. byKey.Values.Select(g => g[0].Meter.Limit)] });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = _time.GetUtcNow().UtcDateTime });
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = RequestMeter.Window });
            await using var reader = await command.ExecuteReaderAsync(either.Token);
            while (await reader.ReadAsync(either.Token))
            {
                var now = _time.GetUtcNow();
                var group = byKey[Convert.ToHexString(reader.GetFieldValue<byte[]>(0))];
                var opensIn = OpensIn(now - reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt32(3), reader.GetInt32(4), group[0].Meter.Limit);
                group[0].Meter.Settle(reader.GetInt32(1), opensIn, now);
                group.Skip(1).ToList().ForEach(b => b.Meter.Settle(0, opensIn, now));
            }
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested && e is NpgsqlException or TimeoutException or InvalidOperationException or SocketException or OperationCanceledException)
        {
            Interlocked.Exchange(ref _aloneUntil, _time.GetTimestamp() + (long)(Pause.TotalSeconds * _time.TimestampFrequency));
            LimitMetrics.Alone();
            LogAlone(_logger, e.GetBaseException().GetType().Name);
            bills.ForEach(b => b.Meter.Fail(b.Bill.Owed));
        }
    }

    /// <summary>When the sliding window holds one less than the limit, if nothing more is counted.</summary>
    private static TimeSpan OpensIn(TimeSpan elapsed, int count, int previous, int limit)
    {
        var window = RequestMeter.Window;
        var left = count >= limit ? window - elapsed + (window * (1 - ((limit - 1.0) / count))) : (window * (1 - ((limit - count - 1.0) / Math.Max(previous, 1)))) - elapsed;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Request limits cannot be counted together ({Fault}); this node keeps to its own share.")]
    private static partial void LogAlone(ILogger logger, string fault);
}
