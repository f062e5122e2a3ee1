using Npgsql;
using NpgsqlTypes;
using Satcom.Application.Common;
using Satcom.Domain.Jobs;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Jobs;

/// <summary>A run that this node is to do.</summary>
/// <param name="TenantId">The company; of a run for all companies the platform.</param>
/// <param name="Busy">Of a run for all companies: those that have one of their own just now.</param>
internal sealed record ClaimedRun(Guid TenantId, Guid Id, string Job, JobRunScope Scope, Guid? AskedBy, DateTimeOffset AskedAt, IReadOnlySet<Guid> Busy);

/// <summary>A job of which a run waits for a node.</summary>
/// <param name="IsForAll">True where one for all companies does.</param>
internal sealed record QueuedJob(string Job, bool IsForAll);

/// <summary>A run that ended with its node.</summary>
internal sealed record LostRun(string Job, Guid Id, string? Node);

/// <summary>How a run ended.</summary>
internal sealed record RunEnd(JobRunState State, string? Error);

/// <summary>
/// The rows of runs, over all tenants. A run is its node's while the node writes that it lives; the database's clock alone judges that, so that clocks that differ lose nobody a run. Everything that begins
/// a job holds the job's row meanwhile: of a pause, a time of the clock and a person's wish at once each sees what came before.
/// </summary>
internal sealed class JobRunStore(NpgsqlDataSource database, INodeBus bus, TimeProvider time)
{
    /// <summary>What the policies of the tables know the runner by.</summary>
    public const string SystemName = "jobs";

    /// <summary>A node that has not been heard of for so long has lost its runs.</summary>
    public static readonly TimeSpan SilenceAllowed = TimeSpan.FromSeconds(10);

    /// <summary>A node that could not say for so long that it lives ends its own runs, before others may take them for lost.</summary>
    public static readonly TimeSpan UnheardAllowed = TimeSpan.FromSeconds(7);

    /// <summary>Only a node that was heard of itself so lately may judge others: after an outage that silenced all of them none is lost for being second.</summary>
    public static readonly TimeSpan JudgesWithin = TimeSpan.FromSeconds(3);

    // Admits the transaction to every tenant's runs and to the jobs, and to no other table. A node that freezes in the midst of it holds the job's row for five seconds at most.
    private const string EnterSql = $"SELECT set_config('app.system', '{SystemName}', true), set_config('idle_in_transaction_session_timeout', '5000', true)";

    private const string HoldSql = "INSERT INTO jobs (name, revision) VALUES ($1, 0) ON CONFLICT (name) DO UPDATE SET revision = jobs.revision RETURNING paused_at IS NOT NULL";

    // A run that is lost ended when it was last heard of, not when somebody noticed.
    private const string LoseSql =
        """
        WITH lost AS (
          UPDATE job_runs SET state = 'lost', finished_at = greatest(beat_at, started_at) WHERE (tenant_id, id) IN (
            SELECT tenant_id, id FROM job_runs WHERE state = 'running' AND finished_at IS NULL AND beat_at < clock_timestamp() - $1::interval FOR UPDATE SKIP LOCKED)
          RETURNING *)
        """ + SucceedSql;

    // What the clock began and nobody ended is begun once more, by any node: its next time may be a day away. Once only, so that a run that ends its nodes does not end all of them.
    private const string SucceedSql =
        """
        , successors AS (
          INSERT INTO job_runs (tenant_id, id, job, scope, cause, state, asked_at, tenants, tenants_done, tenants_failed, failed_tenant_ids, done)
          SELECT tenant_id, gen_random_uuid(), job, scope, 'clock', 'queued', $2, 0, 0, 0, '{}', 0 FROM lost WHERE scope = 'installation' AND fired_at IS NOT NULL
          ON CONFLICT DO NOTHING)
        SELECT job, id, node FROM lost
        """;

    private const string BeginSql =
        """
        INSERT INTO job_runs (tenant_id, id, job, scope, cause, state, asked_at, fired_at, started_at, node, beat_at, tenants, tenants_done, tenants_failed, failed_tenant_ids, done)
        VALUES ($1, $2, $3, 'installation', 'clock', 'running', $4, $4, $5, $6, clock_timestamp(), 0, 0, 0, '{}', 0)
        ON CONFLICT DO NOTHING
        RETURNING id
        """;

    private const string BusySql = "SELECT tenant_id FROM job_runs WHERE job = $1 AND scope = 'company' AND state = 'running' AND finished_at IS NULL";

    private const string NoneForAll = "NOT EXISTS (SELECT FROM job_runs o WHERE o.job = r.job AND o.scope = 'installation' AND o.state = 'running' AND o.finished_at IS NULL)";

    // One at a time of each company, whatever the job: who asks for much does not keep others waiting.
    private const string NoneOfItsOwn = "NOT EXISTS (SELECT FROM job_runs o WHERE o.tenant_id = r.tenant_id AND o.scope = 'company' AND o.state = 'running' AND o.finished_at IS NULL)";

    private const string BegunSql = "UPDATE jobs SET last_started_at = $2, last_finished_at = NULL WHERE name = $1";

    private const string QueuedSql =
        $"""
        SELECT r.job, bool_or(r.scope = 'installation') FROM job_runs r LEFT JOIN jobs j ON j.name = r.job
        WHERE r.state = 'queued' AND r.finished_at IS NULL
          AND ((r.scope = 'installation' AND (r.cause = 'person' OR j.paused_at IS NULL)) OR (r.scope = 'company' AND j.paused_at IS NULL AND {NoneForAll} AND {NoneOfItsOwn}))
        GROUP BY r.job ORDER BY 2 DESC, min(r.asked_at)
        """;

    // A company's run waits while the job is paused, and until the one for all companies is over, which may be at that company just now.
    private const string ClaimSql =
        $"""
        UPDATE job_runs SET state = 'running', started_at = $2, node = $3, beat_at = clock_timestamp()
        WHERE (tenant_id, id) IN (
          SELECT r.tenant_id, r.id FROM job_runs r
          WHERE r.job = $1 AND r.state = 'queued' AND r.finished_at IS NULL
            AND (r.scope = 'installation' OR ($4 AND {NoneForAll} AND {NoneOfItsOwn}))
          ORDER BY r.scope = 'installation' DESC, r.asked_at, r.id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING tenant_id, id, scope, asked_by, asked_at
        """;

    private const string StuckSql = "SELECT trigger_name FROM qrtz_triggers WHERE sched_name = 'satcom' AND trigger_name = job_name AND trigger_state = 'ERROR'";

    private const string BeatSql =
        """
        UPDATE job_runs SET beat_at = clock_timestamp(), tenants = $3, tenants_done = $4, tenants_failed = $5, failed_tenant_ids = $6, done = $7, error = $8
        WHERE tenant_id = $1 AND id = $2 AND state = 'running'
        RETURNING cancel_asked_at IS NOT NULL
        """;

    private const string PartSql =
        """
        INSERT INTO job_runs (tenant_id, id, job, scope, cause, asked_by, state, asked_at, started_at, finished_at, node, tenants, tenants_done, tenants_failed, failed_tenant_ids, done, error)
        VALUES ($1, $2, $3, 'company', CASE WHEN $4::uuid IS NULL THEN 'clock' ELSE 'person' END, $4, CASE WHEN $10::text IS NULL THEN 'succeeded' ELSE 'failed' END, $5, $6, $7, $8,
          1, 1, CASE WHEN $10::text IS NULL THEN 0 ELSE 1 END, '{}', $9, $10)
        ON CONFLICT DO NOTHING
        """;

    private const string EndSql =
        """
        UPDATE job_runs SET state = $3, finished_at = $4, tenants = $5, tenants_done = $6, tenants_failed = $7, failed_tenant_ids = $8, done = $9, error = $10
        WHERE tenant_id = $1 AND id = $2 AND state = 'running'
        """;

    private const string EndedHereSql = "WITH lost AS (SELECT * FROM job_runs WHERE id = $1 AND finished_at = $2 AND node = $3 AND state = 'lost')";

    private const string OverSql = $"UPDATE jobs j SET last_finished_at = $2 FROM (SELECT $1::text AS job) r WHERE j.name = r.job AND {NoneForAll}";

    // Of runs that are lost nobody says that they are over. What began a moment ago may not be seen in full yet.
    private const string OverOfLostSql =
        """
        UPDATE jobs SET last_finished_at = $1 WHERE name IN (
          SELECT j.name FROM jobs j WHERE j.last_finished_at IS NULL AND j.last_started_at < $1 - interval '5 seconds'
            AND NOT EXISTS (SELECT FROM job_runs o WHERE o.job = j.name AND o.scope = 'installation' AND o.state = 'running' AND o.finished_at IS NULL)
          FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>This process among the installation's nodes: the machine, and a part of the process's id, which is new with every start.</summary>
    private readonly string _node = $"{Environment.MachineName}-{bus.NodeId.ToString("N")[^8..]}";

    private DateTime Now => time.GetStoredNow().UtcDateTime;

    /// <summary>Begins a run for all companies because its time has come.</summary>
    /// <param name="platform">The platform's tenant.</param>
    /// <param name="firedAt">Which of the clock's times it is; each is run once, by whichever node comes first.</param>
    /// <param name="judges">False where this node cannot tell whether others are silent.</param>
    /// <returns>Null where the job is paused, waits or runs already, or was begun for this time before.</returns>
    public async Task<ClaimedRun?> BeginByClockAsync(string job, Guid platform, DateTimeOffset firedAt, bool judges, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, Command(EnterSql), cancellationToken);
        if (await AnswerAsync(connection, Command(HoldSql, Text(job)), cancellationToken) is true)
        {
            return null;
        }

        if (judges)
        {
            await RunAsync(connection, Lose(), cancellationToken);
        }

        var id = time.New();
        if (await AnswerAsync(connection, Command(BeginSql, Id(platform), Id(id), Text(job), At(firedAt.UtcDateTime), At(Now), Text(_node)), cancellationToken) is null)
        {
            await transaction.CommitAsync(cancellationToken);
            return null;
        }

        var claimed = new ClaimedRun(platform, id, job, JobRunScope.Installation, AskedBy: null, firedAt, await BeginForAllAsync(connection, job, cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return claimed;
    }

    /// <summary>Takes one run that somebody asked for.</summary>
    /// <param name="takesCompanies">False where only runs for all companies are to be taken.</param>
    /// <returns>Null where none can begin now.</returns>
    public async Task<ClaimedRun?> ClaimAsync(IReadOnlyCollection<QueuedJob> jobs, bool takesCompanies, CancellationToken cancellationToken)
    {
        foreach (var (job, _) in jobs.Where(j => takesCompanies || j.IsForAll))
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await RunAsync(connection, Command(EnterSql), cancellationToken);
            var isPaused = await AnswerAsync(connection, Command(HoldSql, Text(job)), cancellationToken) is true;
            if (await ClaimOneAsync(connection, job, takesCompanies && !isPaused, cancellationToken) is { } claimed)
            {
                claimed = claimed.Scope == JobRunScope.Installation ? claimed with { Busy = await BeginForAllAsync(connection, job, cancellationToken) } : claimed;
                await transaction.CommitAsync(cancellationToken);
                return claimed;
            }
        }

        return null;
    }

    /// <summary>Writes how far this node's runs have come, and takes away from silent nodes what they no longer do.</summary>
    /// <param name="judges">False where this node cannot tell whether others are silent.</param>
    /// <returns>For each run whether somebody asked it to end, or null where it is this node's no more; the jobs that wait for a node; and what silent nodes have lost.</returns>
    public async Task<(IReadOnlyList<bool?> Asked, IReadOnlyList<QueuedJob> Queued, IReadOnlyList<LostRun> Lost)> BeatAsync(
        IReadOnlyList<(ClaimedRun Run, ProgressFigures Figures, List<CompanyPart> Parts)> runs, bool judges, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(EnterSql));
        foreach (var (run, figures, _) in runs)
        {
            batch.BatchCommands.Add(Command(BeatSql, [Id(run.TenantId), Id(run.Id), .. Figures(figures)]));
        }

        batch.BatchCommands.Add(Command(QueuedSql));
        if (judges)
        {
            batch.BatchCommands.Add(Lose());
            batch.BatchCommands.Add(Command(OverOfLostSql, At(Now)));
        }

        foreach (var (run, _, parts) in runs)
        {
            AddParts(batch, run, parts);
        }

        var asked = new List<bool?>(runs.Count);
        var queued = new List<QueuedJob>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        for (var i = 0; i < runs.Count; i++)
        {
            await reader.NextResultAsync(cancellationToken);
            asked.Add(await reader.ReadAsync(cancellationToken) ? reader.GetBoolean(0) : null);
        }

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            queued.Add(new QueuedJob(reader.GetString(0), reader.GetBoolean(1)));
        }

        var lost = new List<LostRun>();
        if (judges)
        {
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                lost.Add(new LostRun(reader.GetString(0), reader.GetGuid(1), await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetString(2)));
            }
        }

        // Errors of what follows the last result arrive with the end of the batch.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }

        return (asked, queued, lost);
    }

    /// <summary>Writes that a run is over. One that was taken away stays lost.</summary>
    public async Task EndAsync(ClaimedRun run, RunEnd end, ProgressFigures figures, List<CompanyPart> parts, CancellationToken cancellationToken)
    {
        var now = Now;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(EnterSql));
        if (run.Scope == JobRunScope.Installation)
        {
            // The job before the run, as whoever begins one does: the other way round two would wait for each other.
            batch.BatchCommands.Add(Command(HoldSql, Text(run.Job)));
        }

        batch.BatchCommands.Add(Command(EndSql, [Id(run.TenantId), Id(run.Id), Text(EnumText<JobRunState>.Of(end.State)), At(now), .. Figures(figures with { Error = end.Error })]));
        AddParts(batch, run, parts);
        if (run.Scope == JobRunScope.Installation)
        {
            batch.BatchCommands.Add(Command(OverSql, Text(run.Job), At(now)));
            if (end.State == JobRunState.Lost)
            {
                batch.BatchCommands.Add(Command($"{EndedHereSql}{SucceedSql}", Id(run.Id), At(now), Text(_node)));
            }
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The jobs that the scheduler gave up starting: a node of another version did not know what to start, or starting it failed again and again.</summary>
    public async Task<IReadOnlyList<string>> StuckAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command(StuckSql) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var jobs = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            jobs.Add(reader.GetString(0));
        }

        return jobs;
    }

    private async Task<IReadOnlySet<Guid>> BeginForAllAsync(NpgsqlConnection connection, string job, CancellationToken cancellationToken)
    {
        await RunAsync(connection, Command(BegunSql, Text(job), At(Now)), cancellationToken);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command(BusySql, Text(job)) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var busy = new HashSet<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            busy.Add(reader.GetGuid(0));
        }

        return busy;
    }

    private async Task<ClaimedRun?> ClaimOneAsync(NpgsqlConnection connection, string job, bool takesCompanies, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command(ClaimSql, Text(job), At(Now), Text(_node), new NpgsqlParameter<bool> { TypedValue = takesCompanies }) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new ClaimedRun(
                reader.GetGuid(0),
                reader.GetGuid(1),
                job,
                EnumText<JobRunScope>.Parse(reader.GetString(2)),
                await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetGuid(3),
                await reader.GetFieldValueAsync<DateTimeOffset>(4, cancellationToken),
                new HashSet<Guid>())
            : null;
    }

    private void AddParts(NpgsqlBatch batch, ClaimedRun run, List<CompanyPart> parts)
    {
        foreach (var part in parts)
        {
            batch.BatchCommands.Add(Command(
                PartSql,
                Id(part.TenantId),
                Id(part.Id),
                Text(run.Job),
                new NpgsqlParameter<Guid?> { TypedValue = run.AskedBy, NpgsqlDbType = NpgsqlDbType.Uuid },
                At(run.AskedAt.UtcDateTime),
                At(part.Begun.UtcDateTime),
                At(part.Ended.UtcDateTime),
                Text(_node),
                new NpgsqlParameter<long> { TypedValue = part.Done },
                Text(part.Error)));
        }
    }

    private NpgsqlBatchCommand Lose() => Command(LoseSql, new NpgsqlParameter<TimeSpan> { TypedValue = SilenceAllowed }, At(Now));

    private static NpgsqlParameter[] Figures(ProgressFigures figures) =>
    [
        new NpgsqlParameter<int> { TypedValue = figures.Tenants },
        new NpgsqlParameter<int> { TypedValue = figures.TenantsDone },
        new NpgsqlParameter<int> { TypedValue = figures.TenantsFailed },
        new NpgsqlParameter<Guid[]> { TypedValue = figures.Failed },
        new NpgsqlParameter<long> { TypedValue = figures.Done },
        Text(figures.Error),
    ];

    private static NpgsqlParameter Id(Guid id) => new NpgsqlParameter<Guid> { TypedValue = id };

    private static NpgsqlParameter At(DateTime at) => new NpgsqlParameter<DateTime> { TypedValue = at };

    private static NpgsqlParameter Text(string? text) => new NpgsqlParameter<string?> { TypedValue = text, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static async Task RunAsync(NpgsqlConnection connection, NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<object?> AnswerAsync(NpgsqlConnection connection, NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        return await batch.ExecuteScalarAsync(cancellationToken);
    }
}
