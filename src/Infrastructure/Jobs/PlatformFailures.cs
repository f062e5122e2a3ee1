using Npgsql;
using NpgsqlTypes;
using Satcom.Application.Jobs;
using Satcom.Domain.Jobs;
using Satcom.Infrastructure.Notifications;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Each table is read by the name that its policies know its dispatcher by, in a batch that is one transaction: no statement reaches two of them, and none any other.</summary>
internal sealed class PlatformFailures(NpgsqlDataSource database) : IPlatformFailures
{
    private const string EventsSql =
        """
        SELECT tenant_id, id, 'event', type, occurred_at, dead_at, attempts, last_error, substring(trace_parent FROM 4 FOR 32) FROM outbox_messages
        WHERE dead_at IS NOT NULL AND ($1::text IS NULL OR $1 = 'event') AND ($2::text IS NULL OR type = $2)
        """;

    private const string MessagesSql =
        """
        SELECT tenant_id, id, channel, template, created_at, dead_at, attempts, last_error, NULL::text FROM outgoing_messages
        WHERE dead_at IS NOT NULL AND ($1::text IS NULL OR channel = $1) AND ($2::text IS NULL OR template = $2)
        """;

    private const string DeadSql = " AND ($3::uuid IS NULL OR tenant_id = $3) AND ($4::timestamptz IS NULL OR dead_at >= $4) AND ($5::timestamptz IS NULL OR dead_at < $5) AND ($6::uuid[] IS NULL OR id = ANY($6))";

    private const string LatestSql = " AND ($7::timestamptz IS NULL OR (dead_at, id) < ($7, $8::uuid)) ORDER BY dead_at DESC, id DESC LIMIT $9";
    private const string OldestSql = " AND ($7::timestamptz IS NULL OR (dead_at, id) > ($7, $8::uuid)) ORDER BY dead_at, id LIMIT $9";

    private const string RunsSql =
        """
        SELECT tenant_id, id, job, cause, state, asked_at, finished_at, node, done, error FROM job_runs
        WHERE scope = 'company' AND state IN ('failed', 'lost') AND ($1::text IS NULL OR job = $1) AND ($2::text IS NULL OR state = $2) AND ($3::uuid IS NULL OR tenant_id = $3)
          AND ($4::timestamptz IS NULL OR asked_at >= $4) AND ($5::timestamptz IS NULL OR asked_at < $5) AND ($6::timestamptz IS NULL OR (asked_at, id) < ($6, $7::uuid))
        ORDER BY asked_at DESC, id DESC LIMIT $8
        """;

    public async Task<IReadOnlyList<PlatformDeadLetterDto>> DeadLettersAsync(DeadLetterSearch search, bool oldestFirst, int atMost, CancellationToken cancellationToken)
    {
        var order = oldestFirst ? OldestSql : LatestSql;
        var found = new List<PlatformDeadLetterDto>();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        foreach (var (system, sql) in ((string, string)[])[("outbox", EventsSql), (MessageQueue.SystemName, MessagesSql)])
        {
            await using var batch = As(connection, system);
            batch.BatchCommands.Add(Command(
                sql + DeadSql + order,
                Text(search.Kind is { } kind ? EnumText<UndeliveredKind>.Of(kind) : null),
                Text(search.Type),
                Id(search.TenantId),
                At(search.From),
                At(search.To),
                new NpgsqlParameter<Guid[]?> { TypedValue = search.Ids?.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
                At(search.After?.At),
                Id(search.After?.Id),
                new NpgsqlParameter<int> { TypedValue = atMost }));
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add(new PlatformDeadLetterDto
                {
                    TenantId = reader.GetGuid(0),
                    Id = reader.GetGuid(1),
                    Kind = EnumText<UndeliveredKind>.Parse(reader.GetString(2)),
                    Type = reader.GetString(3),
                    CreatedAt = InstantOf(reader, 4),
                    DeadAt = InstantOf(reader, 5),
                    Attempts = reader.GetInt32(6),
                    LastError = TextOf(reader, 7),
                    TraceId = TextOf(reader, 8),
                });
            }
        }

        return [.. (oldestFirst ? found.OrderBy(m => m.DeadAt).ThenBy(m => m.Id) : found.OrderByDescending(m => m.DeadAt).ThenByDescending(m => m.Id)).Take(atMost)];
    }

    public async Task<IReadOnlyList<PlatformFailedRunDto>> FailedRunsAsync(FailedRunSearch search, int atMost, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = As(connection, JobRunStore.SystemName);
        batch.BatchCommands.Add(Command(
            RunsSql,
            Text(search.Job),
            Text(search.State is { } state ? EnumText<JobRunState>.Of(state) : null),
            Id(search.TenantId),
            At(search.From),
            At(search.To),
            At(search.After?.At),
            Id(search.After?.Id),
            new NpgsqlParameter<int> { TypedValue = atMost }));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var found = new List<PlatformFailedRunDto>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new PlatformFailedRunDto
            {
                TenantId = reader.GetGuid(0),
                Id = reader.GetGuid(1),
                Job = reader.GetString(2),
                Cause = EnumText<JobRunCause>.Parse(reader.GetString(3)),
                State = EnumText<JobRunState>.Parse(reader.GetString(4)),
                AskedAt = InstantOf(reader, 5),
                FinishedAt = InstantOf(reader, 6),
                Node = TextOf(reader, 7),
                Done = reader.GetInt64(8),
                Error = TextOf(reader, 9),
            });
        }

        return found;
    }

    private static NpgsqlBatch As(NpgsqlConnection connection, string system) => new(connection) { BatchCommands = { Command("SELECT set_config('app.system', $1, true)", Text(system)) } };

    private static DateTimeOffset InstantOf(NpgsqlDataReader reader, int column) => reader.GetFieldValue<DateTimeOffset>(column);

    private static string? TextOf(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static NpgsqlParameter Text(string? text) => new NpgsqlParameter<string?> { TypedValue = text, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Id(Guid? id) => new NpgsqlParameter<Guid?> { TypedValue = id, NpgsqlDbType = NpgsqlDbType.Uuid };

    private static NpgsqlParameter At(DateTimeOffset? at) => new NpgsqlParameter<DateTime?> { TypedValue = at?.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
