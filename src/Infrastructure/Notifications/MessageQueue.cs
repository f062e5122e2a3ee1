using Npgsql;
using NpgsqlTypes;
using Satcom.Application.Notifications;

namespace Satcom.Infrastructure.Notifications;

/// <summary>A message that this node has taken for a while.</summary>
/// <param name="Attempt">Which try this is, from 1.</param>
/// <param name="Lease">Until when it is this node's; also what later writes recognise it by.</param>
internal sealed record ClaimedMessage(Guid TenantId, Guid Id, string Template, byte[] Sealed, string Locale, int Attempt, DateTimeOffset CreatedAt, DateTime Lease)
{
    public override string ToString() => $"{nameof(ClaimedMessage)} {Id}";
}

/// <summary>How much waits to be sent by one way.</summary>
internal sealed record QueueDepth(long Waiting, TimeSpan OldestAge);

/// <summary>
/// The rows of waiting messages, over all tenants. A message is taken by moving its due time on, so no transaction is open while
/// it is sent, and a killed node's messages come back by themselves.
/// </summary>
internal sealed class MessageQueue(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>What the policy of the table knows the dispatcher by.</summary>
    public const string SystemName = "messages";

    // Admits the transaction to every tenant's messages, and to no other table. Few rows of the table wait and many are kept, so
    // the small index of the waiting ones is right even where statistics are missing.
    private const string EnterSql =
        $"SELECT set_config('app.system', '{SystemName}', true), set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)";

    // Tenants take turns: first the oldest message of each, from the tenant after the last one served, then their second.
    private const string ClaimSql =
        """
        WITH RECURSIVE waiting (tenant_id) AS (
          (SELECT tenant_id FROM outgoing_messages WHERE sent_at IS NULL AND dead_at IS NULL ORDER BY tenant_id LIMIT 1)
          UNION ALL
          SELECT (SELECT m.tenant_id FROM outgoing_messages m WHERE m.sent_at IS NULL AND m.dead_at IS NULL AND m.tenant_id > w.tenant_id ORDER BY m.tenant_id LIMIT 1)
          FROM waiting w WHERE w.tenant_id IS NOT NULL
        ), due AS (
          SELECT m.tenant_id, m.id, row_number() OVER (PARTITION BY m.tenant_id ORDER BY m.available_at, m.id) AS place
          FROM waiting w CROSS JOIN LATERAL (
            SELECT d.tenant_id, d.id, d.available_at FROM outgoing_messages d
            WHERE d.tenant_id = w.tenant_id AND d.channel = $1 AND d.sent_at IS NULL AND d.dead_at IS NULL AND d.available_at <= $2
            ORDER BY d.available_at LIMIT $3 FOR UPDATE SKIP LOCKED) m
        ), picked AS (
          SELECT tenant_id, id FROM due ORDER BY place, tenant_id <= $4, tenant_id LIMIT $3
        )
        UPDATE outgoing_messages m SET attempts = m.attempts + 1, available_at = $5
        FROM picked p WHERE m.tenant_id = p.tenant_id AND m.id = p.id
        RETURNING m.tenant_id, m.id, m.template, m.sealed, m.locale, m.attempts, m.created_at
        """;

    private const string SentSql =
        "UPDATE outgoing_messages SET sent_at = $3, sealed = NULL, last_error = NULL WHERE tenant_id = $1 AND id = $2 AND sent_at IS NULL";

    // Only while it is still this node's: after a lease has run out another may be sending it.
    private const string FailedSql =
        """
        UPDATE outgoing_messages SET attempts = $4, available_at = $5, last_error = $6, dead_at = $7
        WHERE tenant_id = $1 AND id = $2 AND available_at = $3 AND sent_at IS NULL AND dead_at IS NULL
        """;

    private const string DepthSql =
        "SELECT count(*), min(created_at) FROM outgoing_messages WHERE channel = $1 AND sent_at IS NULL AND dead_at IS NULL";

    /// <summary>Takes messages that are due.</summary>
    /// <param name="after">The tenant that was served last.</param>
    public async Task<List<ClaimedMessage>> ClaimAsync(MessageChannel channel, int atMost, TimeSpan lease, Guid after, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var until = ToMicroseconds(now + lease);
        var claimed = new List<ClaimedMessage>(atMost);
        await using var batch = Enter(new NpgsqlBatchCommand(ClaimSql)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = Name(channel) },
                new NpgsqlParameter<DateTime> { TypedValue = now },
                new NpgsqlParameter<int> { TypedValue = atMost },
                new NpgsqlParameter<Guid> { TypedValue = after },
                new NpgsqlParameter<DateTime> { TypedValue = until },
            },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            claimed.Add(new ClaimedMessage(
                reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3), reader.GetString(4), reader.GetInt32(5),
                reader.GetFieldValue<DateTimeOffset>(6), until));
        }

        return claimed;
    }

    /// <summary>Notes that a message is sent, and forgets what it said.</summary>
    public Task SentAsync(ClaimedMessage message, CancellationToken cancellationToken) => WriteAsync(new NpgsqlBatchCommand(SentSql)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid> { TypedValue = message.TenantId },
            new NpgsqlParameter<Guid> { TypedValue = message.Id },
            new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime },
        },
    }, cancellationToken);

    /// <summary>Gives a message back that was not sent.</summary>
    /// <param name="attempts">How many tries count.</param>
    /// <param name="retryAfter">When it is due again; null gives it up.</param>
    public Task FailedAsync(ClaimedMessage message, int attempts, TimeSpan? retryAfter, string error, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return WriteAsync(new NpgsqlBatchCommand(FailedSql)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = message.TenantId },
                new NpgsqlParameter<Guid> { TypedValue = message.Id },
                new NpgsqlParameter<DateTime> { TypedValue = message.Lease },
                new NpgsqlParameter<int> { TypedValue = attempts },
                new NpgsqlParameter<DateTime> { TypedValue = now + (retryAfter ?? TimeSpan.Zero) },
                new NpgsqlParameter<string> { TypedValue = error.Length > OutgoingMessage.ErrorMaxLength ? error[..OutgoingMessage.ErrorMaxLength] : error },
                new NpgsqlParameter<DateTime?> { TypedValue = retryAfter is null ? now : null, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        }, cancellationToken);
    }

    public async Task<QueueDepth> DepthAsync(MessageChannel channel, CancellationToken cancellationToken)
    {
        await using var batch = Enter(new NpgsqlBatchCommand(DepthSql) { Parameters = { new NpgsqlParameter<string> { TypedValue = Name(channel) } } });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var oldest = await reader.IsDBNullAsync(1, cancellationToken) ? (DateTimeOffset?)null : reader.GetFieldValue<DateTimeOffset>(1);
        return new QueueDepth(reader.GetInt64(0), oldest is { } at ? time.GetUtcNow() - at : TimeSpan.Zero);
    }

    /// <summary>As EF's converter of enum columns writes it.</summary>
    private static string Name(MessageChannel channel) => channel switch
    {
        MessageChannel.Mail => "mail",
        MessageChannel.Sms => "sms",
    };

    /// <summary>As the database keeps it, so that it can be compared.</summary>
    private static DateTime ToMicroseconds(DateTime at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));

    // One Sync: both commands are one transaction, and the setting ends with it.
    private NpgsqlBatch Enter(NpgsqlBatchCommand command)
    {
        var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(EnterSql));
        batch.BatchCommands.Add(command);
        return batch;
    }

    private async Task WriteAsync(NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var batch = Enter(command);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
