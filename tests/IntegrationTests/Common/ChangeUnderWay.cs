using Npgsql;

namespace Satcom.IntegrationTests.Common;

/// <summary>A change that is under way in the database, past every lock of Satcom's: whoever needs its rows waits until it is committed.</summary>
internal sealed class ChangeUnderWay : IAsyncDisposable
{
    private readonly SatcomHost _host;
    private readonly NpgsqlConnection _connection;

    private ChangeUnderWay(SatcomHost host, NpgsqlConnection connection) => (_host, _connection) = (host, connection);

    /// <summary>Begins with a statement that holds its rows.</summary>
    public static async Task<ChangeUnderWay> BeginAsync(SatcomHost host, string sql, params object[] values)
    {
        var connection = new NpgsqlConnection(await TestPostgres.SuperAsync(host.Database));
        await connection.OpenAsync();
        var change = new ChangeUnderWay(host, connection);
        await change.DoAsync("BEGIN");
        await change.DoAsync(sql, values);
        return change;
    }

    public async Task DoAsync(string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Until a statement of the service waits for the rows.</summary>
    public Task UntilAwaitedAsync() => HostWork.EventuallyAsync(
        () => _host.SqlAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"), waiting => waiting is > 0L);

    public Task CommitAsync() => DoAsync("COMMIT");

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
