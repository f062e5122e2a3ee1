using Npgsql;

namespace Satcom.Bench.Setup;

/// <summary>A database of the bench's own, copied from a migrated one; thrown away at the end.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _server;
    private readonly NpgsqlDataSource _admin;

    private BenchDatabase(string name, string appConnectionString, NpgsqlDataSource server, NpgsqlDataSource admin)
    {
        Name = name;
        AppConnectionString = appConnectionString;
        _server = server;
        _admin = admin;
    }

    public string Name { get; }

    /// <summary>As the application's role, which row-level security holds for.</summary>
    public string AppConnectionString { get; }

    /// <param name="superConnectionString">A superuser's.</param>
    /// <param name="appConnectionString">The application role's, of any database.</param>
    /// <param name="template">The database to copy; nobody may be connected to it.</param>
    public static async Task<BenchDatabase> CreateAsync(
        string superConnectionString, string appConnectionString, string name, string template, CancellationToken cancellationToken)
    {
        var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(superConnectionString) { Pooling = false });
        await using (var command = server.CreateCommand($"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var command = server.CreateCommand($"CREATE DATABASE {name} TEMPLATE {template} OWNER satcom_owner"))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var command = server.CreateCommand($"GRANT CONNECT ON DATABASE {name} TO satcom_app"))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        var admin = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(superConnectionString) { Database = name, MaxPoolSize = 4, CommandTimeout = 300 });
        return new BenchDatabase(name, new NpgsqlConnectionStringBuilder(appConnectionString) { Database = name }.ConnectionString, server, admin);
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = _admin.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var command = _admin.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(cancellationToken) ?? throw new BenchException($"Nothing came back from: {sql}"));
    }

    /// <summary>Lets go of its own connections, so that the database can be copied.</summary>
    public void Release() => _admin.Clear();

    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await using (var command = _server.CreateCommand($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)"))
        {
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }

        await _server.DisposeAsync();
    }
}
