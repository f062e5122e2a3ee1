using Npgsql;

namespace Satcom.Bench.Setup;

/// <summary>A database of the bench's own, copied from a migrated one; thrown away at the end unless it is kept.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _server;
    private readonly NpgsqlDataSource _admin;

    private readonly bool _isKept;

    private BenchDatabase(string name, string adminConnectionString, string appConnectionString, bool isKept, NpgsqlDataSource server, NpgsqlDataSource admin)
    {
        Name = name;
        AdminConnectionString = adminConnectionString;
        AppConnectionString = appConnectionString;
        _isKept = isKept;
        _server = server;
        _admin = admin;
    }

    public string Name { get; }

    /// <summary>As the application's role, which row-level security holds for.</summary>
    public string AppConnectionString { get; }

    private string AdminConnectionString { get; }

    /// <summary>As a superuser, on connections that end with their use: a database that is copied must have none.</summary>
    public string LonelyConnectionString => new NpgsqlConnectionStringBuilder(AdminConnectionString) { Pooling = false }.ConnectionString;

    /// <summary>The last date of its history; what is later was made by the bench's own check-ins.</summary>
    public DateOnly Last { get; set; }

    /// <summary>A database that an earlier run kept, if there is one of that content.</summary>
    public static async Task<BenchDatabase?> FindAsync(string superConnectionString, string appConnectionString, string name, string content, CancellationToken cancellationToken)
    {
        var database = Of(superConnectionString, appConnectionString, name, isKept: true);
        await using var command = database._server.CreateCommand("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        if (await command.ExecuteScalarAsync(cancellationToken) is string comment && string.Equals(comment, content, StringComparison.Ordinal))
        {
            return database;
        }

        await database._admin.DisposeAsync();
        await database._server.DisposeAsync();
        return null;
    }

    /// <param name="superConnectionString">A superuser's.</param>
    /// <param name="appConnectionString">The application role's, of any database.</param>
    /// <param name="template">The database to copy; nobody may be connected to it.</param>
    /// <param name="isKept">Whether it stays when the bench ends.</param>
    public static async Task<BenchDatabase> CreateAsync(
        string superConnectionString, string appConnectionString, string name, string template, bool isKept, CancellationToken cancellationToken)
    {
        var database = Of(superConnectionString, appConnectionString, name, isKept);
        var server = database._server;
        await using (var command = server.CreateCommand($"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var command = server.CreateCommand($"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy OWNER satcom_owner"))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var command = server.CreateCommand($"GRANT CONNECT ON DATABASE {name} TO satcom_app"))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return database;
    }

    /// <summary>Says what is in it, so that a later run finds it.</summary>
    public Task LabelAsync(string content, CancellationToken cancellationToken) => ExecuteAsync($"COMMENT ON DATABASE {Name} IS '{content}'", cancellationToken);

    /// <summary>A connection of its own, with settings of its own.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(LonelyConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
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
        if (!_isKept)
        {
            await using var command = _server.CreateCommand($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }

        await _server.DisposeAsync();
    }

    private static BenchDatabase Of(string superConnectionString, string appConnectionString, string name, bool isKept)
    {
        var admin = new NpgsqlConnectionStringBuilder(superConnectionString) { Database = name, MaxPoolSize = 4, CommandTimeout = 300 }.ConnectionString;
        return new BenchDatabase(
            name, admin, new NpgsqlConnectionStringBuilder(appConnectionString) { Database = name }.ConnectionString, isKept,
            NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(superConnectionString) { Pooling = false, CommandTimeout = 300 }), NpgsqlDataSource.Create(admin));
    }
}
