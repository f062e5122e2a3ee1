using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Satcom.Application.Common;
using Satcom.Infrastructure.Common;

namespace Satcom.Infrastructure.Outbox;

/// <summary>
/// Delivers the committed events of a lane to their handlers: at least once, in order per aggregate where the lane keeps it, on whichever node comes first. Rows stay
/// locked by the transaction that delivers them, so a killed process gives them back at once.
/// </summary>
internal sealed partial class OutboxDispatcher(
    OutboxLane lane, NpgsqlDataSource database, OutboxSignal signal, INodeBus bus, EventDelivery delivery, TimeProvider time, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    // Admits this transaction to every tenant's outbox rows, and to no other table (policy outbox_dispatch). The table is nearly
    // always empty when its statistics are taken, and full of dead rows when it is busy: left to itself the planner reads it whole.
    // What this transaction writes is only that messages are done or failed: lost in a crash, they are delivered again, which "at
    // least once" allows, so its commit need not wait for the disk.
    private const string EnterSql =
        """
        SELECT set_config('app.system', 'outbox', true), set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
          set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('enable_sort', 'off', true),
          set_config('synchronous_commit', 'off', true)
        """;

    private readonly string _claimSql =
        $"""
        SELECT tenant_id, id, type, payload, attempts, trace_parent, occurred_at
        FROM outbox_messages m
        WHERE dead_at IS NULL AND {lane.Filter} AND available_at <= $1
          AND ({(lane.IsOrdered ? "false" : "true")} OR NOT EXISTS (
            SELECT FROM outbox_messages earlier
            WHERE earlier.tenant_id = m.tenant_id AND earlier.aggregate_id = m.aggregate_id
              AND earlier.sequence < m.sequence AND earlier.dead_at IS NULL AND earlier.type NOT IN ({OutboxLane.Unordered})))
        ORDER BY sequence
        LIMIT $2
        FOR UPDATE SKIP LOCKED
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wakeUps = bus.Subscribe<OutboxWake>((node, _) =>
        {
            if (node != bus.NodeId)
            {
                signal.Wake(lane);
            }
        });
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                int claimed;
                while ((claimed = await DispatchBatchAsync(stoppingToken)) > 0)
                {
                    // A full batch means that more waits than one node should carry alone.
                    if (claimed == lane.AtOnce)
                    {
                        bus.Publish(OutboxWake.Instance);
                    }
                    else
                    {
                        await Task.Delay(lane.Gather, time, stoppingToken);
                    }
                }

                await signal.WaitAsync(lane, PollInterval, stoppingToken);
                await Task.Delay(OutboxLane.GatherLeast, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop must outlive whatever the database or a handler throws at it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogInterrupted(logger, e);
                await Task.Delay(PollInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Delivers what is due, up to one batch.</summary>
    /// <returns>How many messages were claimed.</returns>
    internal async Task<int> DispatchBatchAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var claimed = await ClaimAsync(connection, cancellationToken);
        if (claimed.Count == 0)
        {
            return 0;
        }

        var done = new List<ClaimedMessage>(claimed.Count);
        await using var failures = new NpgsqlBatch(connection, transaction);
        var waiting = new Queue<IReadOnlyList<ClaimedMessage>>(lane.IsOrdered ? claimed.Select(ByItself) : Together(claimed));

        // After a timeout the rest goes out with the next batch, on whichever node: no more of it waits for this one's slow handlers.
        for (var mayGoOn = true; mayGoOn && waiting.TryDequeue(out var messages);)
        {
            var (first, started) = (messages[0], time.GetTimestamp());
            using var activity = OwnWork.Trace("outbox.deliver", ActivityKind.Consumer, first.TraceParent);
            using var lines = OwnWork.NameLines(logger, first.TenantId);
            try
            {
                await delivery.DeliverAsync(messages, cancellationToken);
                done.AddRange(messages);
                foreach (var message in messages)
                {
                    OutboxMetrics.Delivered(message.Type, time.GetElapsedTime(started), time.GetUtcNow() - message.OccurredAt);
                }
            }
#pragma warning disable CA1031 // Whatever a handler throws is its message's failure, kept with it and tried again.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                mayGoOn = e is not TimeoutException;
                if (messages.Count > 1 && mayGoOn)
                {
                    // One of them may be at fault, and the others are not to wait for it.
                    foreach (var message in messages)
                    {
                        waiting.Enqueue(ByItself(message));
                    }

                    continue;
                }

                foreach (var message in messages)
                {
                    failures.BatchCommands.Add(Failure(message, e));
                }
            }
        }

        if (done.Count > 0)
        {
            failures.BatchCommands.Add(new NpgsqlBatchCommand("DELETE FROM outbox_messages WHERE (tenant_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))")
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid[]> { TypedValue = [.. done.Select(m => m.TenantId)] },
                    new NpgsqlParameter<Guid[]> { TypedValue = [.. done.Select(m => m.Id)] },
                },
            });
        }

        await failures.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return claimed.Count;
    }

    private static ClaimedMessage[] ByItself(ClaimedMessage message) => [message];

    /// <summary>Those of one company and type; what has failed before goes by itself.</summary>
    private static IEnumerable<IReadOnlyList<ClaimedMessage>> Together(List<ClaimedMessage> claimed) =>
        claimed.GroupBy(m => (m.TenantId, m.Type, Failed: m.Attempts == 0 ? Guid.Empty : m.Id)).Select(g => (IReadOnlyList<ClaimedMessage>)[.. g]);

    private async Task<List<ClaimedMessage>> ClaimAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(EnterSql),
                new NpgsqlBatchCommand(_claimSql)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime },
                        new NpgsqlParameter<int> { TypedValue = lane.AtOnce },
                    },
                },
            },
        };
        var claimed = new List<ClaimedMessage>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            claimed.Add(new ClaimedMessage(
                reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4), await reader.IsDBNullAsync(5, cancellationToken) ? null : reader.GetString(5), await reader.GetFieldValueAsync<DateTimeOffset>(6, cancellationToken)));
        }

        return claimed;
    }

    private NpgsqlBatchCommand Failure(ClaimedMessage message, Exception exception)
    {
        var attempts = message.Attempts + 1;
        var isDead = attempts >= OutboxRetry.MaxAttempts;
        var now = time.GetUtcNow().UtcDateTime;
        LogFailed(logger, exception, message.Type, message.Id, attempts, isDead);
        OutboxMetrics.Failed(message.Type, isDead);
        return new NpgsqlBatchCommand("UPDATE outbox_messages SET attempts = $3, available_at = $4, last_error = $5, dead_at = $6 WHERE tenant_id = $1 AND id = $2")
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = message.TenantId },
                new NpgsqlParameter<Guid> { TypedValue = message.Id },
                new NpgsqlParameter<int> { TypedValue = attempts },
                new NpgsqlParameter<DateTime> { TypedValue = now + OutboxRetry.DelayAfter(attempts) },
                new NpgsqlParameter<string> { TypedValue = FaultKind.Of(exception) },
                new NpgsqlParameter<DateTime?> { TypedValue = isDead ? now : null, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz },
            },
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Event {Type} {MessageId} failed on attempt {Attempt}; given up: {IsDead}.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string type, Guid messageId, int attempt, bool isDead);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outbox dispatcher was interrupted and goes on.")]
    private static partial void LogInterrupted(ILogger logger, Exception exception);
}

/// <summary>A message that this node holds locked.</summary>
internal sealed record ClaimedMessage(Guid TenantId, Guid Id, string Type, string Payload, int Attempts, string? TraceParent, DateTimeOffset OccurredAt);
