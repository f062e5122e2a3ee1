using System.Text.RegularExpressions;
using Npgsql;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Isolation;

/// <summary>Everything that a tenant, or some people of it, have in the database, past every lock: to see that it stays, and that nobody else is told of it.</summary>
internal sealed partial class TenantFootprint
{
    /// <summary>Stands in every free text of the tenant.</summary>
    public const string Canary = "cnry7acme";

    private const string TenantTables =
        """
        SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname
        """;

    /// <summary>Text that the service reads back as something else than text, and so must stay what it is.</summary>
    private static readonly string[] Meaningful =
        ["email", "normalized_email", "password_hash", "time_zone", "entered_time_zone", "type", "trace_parent", "error_type", "key", "action", "entity_type"];

    /// <summary>What colleagues know each other by.</summary>
    private static readonly (string Table, string Column)[] Directory = [("users", "display_name"), ("employees", "employee_code"), ("employees", "designation")];

    private readonly NpgsqlDataSource _database;

    private TenantFootprint(NpgsqlDataSource database) => _database = database;

    /// <summary>How many texts carry the marker.</summary>
    public int Canaries { get; private set; }

    /// <summary>Every id of the tenant's rows.</summary>
    public IReadOnlySet<string> Ids { get; private set; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes note of a tenant's ids, and marks nothing.</summary>
    public static async Task<TenantFootprint> ReadAsync(SatcomHost host, Guid tenantId)
    {
        var database = await TestPostgres.SuperSourceAsync(host.Database);
        var footprint = new TenantFootprint(database);
        var ids = await ListAsync(
            database,
            """
            SELECT format('SELECT DISTINCT %I::text FROM %I WHERE tenant_id = $1 AND %I IS NOT NULL', a.attname, c.relname, a.attname)
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id'
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'uuid'::regtype AND a.attnum > 0
            """);
        footprint.Ids = (await ListAsync(database, string.Join(" UNION ", ids), tenantId)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        await footprint.WatchAsync([.. (await ListAsync(database, TenantTables)).Select(table => (table, "tenant_id")), ("tenants", "id")], [tenantId]);
        return footprint;
    }

    /// <summary>Marks what is of some people alone, but for what the directory tells of them, and takes note of the ids of those rows.</summary>
    public static async Task<TenantFootprint> MarkPeopleAsync(SatcomHost host, IReadOnlyList<Guid> people)
    {
        var database = await TestPostgres.SuperSourceAsync(host.Database);
        var footprint = new TenantFootprint(database);
        var columns = (await ListAsync(
            database,
            """
            SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'uuid'::regtype AND (a.attname IN ('employee_id', 'user_id') OR (c.relname, a.attname) IN (('users', 'id'), ('employees', 'id')))
            """)).Select(c => c.Split('.')).Select(c => (Table: c[0], Column: c[1])).ToList();
        var rows = await ListAsync(
            database, "SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'uuid'::regtype AND a.attname = 'id'");
        var theirs = columns.Where(c => c.Column is not "id" && rows.Contains(c.Table, StringComparer.Ordinal)).Select(c => $"SELECT id::text FROM {c.Table} WHERE {c.Column} = ANY ($1)");
        footprint.Ids = (await ListAsync(database, string.Join(" UNION ", theirs), people)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        await footprint.WatchAsync(columns, people);
        var texts = await TextColumnsAsync(database);
        foreach (var (table, column) in columns)
        {
            foreach (var text in texts.Where(t => string.Equals(t.Table, table, StringComparison.Ordinal) && !Directory.Contains((t.Table, t.Column))))
            {
                await using var mark = database.CreateCommand($"UPDATE {table} SET {text.Column} = left('{Canary}' || md5(ctid::text), {text.Length}) WHERE {column} = ANY ($1) AND {text.Column} IS NOT NULL");
                mark.Parameters.Add(new NpgsqlParameter { Value = people });
                footprint.Canaries += await mark.ExecuteNonQueryAsync();
            }
        }

        await footprint.ChangedAsync();
        return footprint;
    }

    /// <summary>Marks a tenant's texts and takes note of its ids.</summary>
    public static async Task<TenantFootprint> MarkAsync(SatcomHost host, Guid tenantId)
    {
        var footprint = await ReadAsync(host, tenantId);
        var database = footprint._database;
        foreach (var (table, column, length) in await TextColumnsAsync(database))
        {
            await using var mark = database.CreateCommand($"UPDATE {table} SET {column} = left('{Canary}' || md5(ctid::text), {length}) WHERE tenant_id = $1");
            mark.Parameters.Add(new NpgsqlParameter { Value = tenantId });
            footprint.Canaries += await mark.ExecuteNonQueryAsync();
        }

        await using var name = database.CreateCommand($"UPDATE tenants SET name = '{Canary} & Co' WHERE id = $1");
        name.Parameters.Add(new NpgsqlParameter { Value = tenantId });
        footprint.Canaries += await name.ExecuteNonQueryAsync();
        await footprint.ChangedAsync();
        return footprint;
    }

    /// <summary>The tables that rows of the tenant were written in, changed or deleted since this was asked last.</summary>
    public Task<IReadOnlyList<string>> ChangedAsync() =>
        ListAsync(_database, "WITH seen AS (DELETE FROM watch.changes RETURNING name) SELECT DISTINCT name FROM seen");

    /// <summary>The tenant's ids and markers that a text gives away, except what the asker sent.</summary>
    public IEnumerable<string> FoundIn(string text, string sent = "") =>
        AnyId().Matches(text).Select(m => m.Value).Where(Ids.Contains).Concat(text.Contains(Canary, StringComparison.OrdinalIgnoreCase) ? [Canary] : (string[])[])
            .Where(trace => !sent.Contains(trace, StringComparison.OrdinalIgnoreCase));

    /// <summary>What has the form of an id: there are thousands of them, and to look for each in every text took longer than all the calls.</summary>
    [GeneratedRegex("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex AnyId();

    /// <summary>Has PostgreSQL itself take note of every change to their rows, whoever makes it.</summary>
    private async Task WatchAsync(IReadOnlyList<(string Table, string Column)> columns, IReadOnlyList<Guid> whose)
    {
        var them = string.Join(", ", whose.Select(id => $"'{id}'"));
        var triggers = columns.Select(t =>
            $"""
            CREATE TRIGGER watch_new_{t.Column} AFTER INSERT OR UPDATE ON {t.Table} FOR EACH ROW WHEN (NEW.{t.Column} IN ({them})) EXECUTE FUNCTION watch.note();
            CREATE TRIGGER watch_old_{t.Column} AFTER UPDATE OR DELETE ON {t.Table} FOR EACH ROW WHEN (OLD.{t.Column} IN ({them})) EXECUTE FUNCTION watch.note();
            """);
        await using var command = _database.CreateCommand(
            $"""
            CREATE SCHEMA watch;
            CREATE TABLE watch.changes (name text NOT NULL);
            CREATE FUNCTION watch.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
              BEGIN INSERT INTO watch.changes VALUES (TG_TABLE_NAME); RETURN NULL; END $$;
            {string.Concat(triggers)}
            """);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<(string Table, string Column, int Length)>> TextColumnsAsync(NpgsqlDataSource database)
    {
        // A column under a check is an enum; one of a key names something.
        await using var command = database.CreateCommand(
            """
            SELECT c.relname, a.attname, CASE WHEN a.atttypmod > 4 THEN a.atttypmod - 4 ELSE 200 END
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id'
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
              AND a.atttypid IN ('text'::regtype, 'varchar'::regtype) AND a.attname <> ALL ($1)
              AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('c', 'p') AND a.attnum = ANY (k.conkey))
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = Meaningful });
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<(string, string, int)>();
        while (await reader.ReadAsync())
        {
            columns.Add((reader.GetString(0), reader.GetString(1), reader.GetInt32(2)));
        }

        return columns;
    }

    private static async Task<IReadOnlyList<string>> ListAsync(NpgsqlDataSource database, string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
