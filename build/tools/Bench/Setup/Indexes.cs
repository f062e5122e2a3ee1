using Npgsql;

namespace Satcom.Bench.Setup;

/// <summary>Indexes and exclusions of a table that are taken away while millions of rows come, and made again at once afterwards, which is many times faster. Keys stay.</summary>
internal sealed class Indexes
{
    private readonly List<string> _again = [];

    public static async Task<Indexes> DropAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        var indexes = new Indexes();
        List<string> drops = [];
        await using (var command = new NpgsqlCommand(
            """
            SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), c.conname, pg_get_constraintdef(c.oid)
            FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.conrelid = i.indrelid
            WHERE i.indrelid = $1::regclass AND c.contype IS DISTINCT FROM 'p' AND c.contype IS DISTINCT FROM 'u'
            """,
            connection)
        { Parameters = { new NpgsqlParameter<string> { TypedValue = table } } })
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var isConstraint = !await reader.IsDBNullAsync(2, cancellationToken);
                drops.Add(isConstraint ? $"ALTER TABLE {table} DROP CONSTRAINT {reader.GetString(2)}" : $"DROP INDEX {reader.GetString(0)}");
                indexes._again.Add(isConstraint ? $"ALTER TABLE {table} ADD CONSTRAINT {reader.GetString(2)} {reader.GetString(3)}" : reader.GetString(1));
            }
        }

        foreach (var drop in drops)
        {
            await ExecuteAsync(connection, drop, cancellationToken);
        }

        return indexes;
    }

    public async Task MakeAgainAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var index in _again)
        {
            await ExecuteAsync(connection, index, cancellationToken);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
