using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Satcom.Infrastructure.Persistence;
using Satcom.IntegrationTests.Common.Http;

namespace Satcom.IntegrationTests.Common;

/// <summary>
/// The PostgreSQL of the whole run, with one migrated and seeded template that every test class gets a copy of. SATCOM_TEST_POSTGRES
/// names a server (a superuser's connection string); without it the embedded one is started, and stops with this process.
/// </summary>
internal static class TestPostgres
{
    public const string Password = "satcom-test";

    private const string Setting = "SATCOM_TEST_POSTGRES";
    private static readonly Lazy<Task<string>> Super = new(StartAsync);
    private static readonly Lazy<Task<NpgsqlDataSource>> Server = new(() => SuperSourceAsync("postgres"));
    private static readonly Lazy<Task<bool>> Flushes = new(async () => await (await Server.Value).CreateCommand("SHOW fsync").ExecuteScalarAsync() is "on");
    private static readonly Lazy<Task<string>> Template = new(() => CreateTemplateAsync());
    private static readonly SemaphoreSlim Cloning = new(1);
    private static readonly ConcurrentDictionary<string, bool> Copies = new(StringComparer.Ordinal);
    private static int _copies;

    // Held, because the cluster ends when its standard input is closed, also by the garbage collector.
    private static EmbeddedPostgres? _embedded;

    /// <summary>A superuser's connection string to a database of the server.</summary>
    public static async Task<string> SuperAsync(string database = "postgres") =>
        new NpgsqlConnectionStringBuilder(await Super.Value) { Database = database, Pooling = false }.ConnectionString;

    /// <summary>A superuser's connections to a database, kept open: a new one costs more than most of what is asked over it. They know PostgreSQL's own types alone.</summary>
    public static async Task<NpgsqlDataSource> SuperSourceAsync(string database) =>
        new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(await SuperAsync(database)) { Pooling = true, MaxPoolSize = 8 }.ConnectionString)
            .ConfigureTypeLoading(types => types.EnableTypeLoading(false)).Build();

    /// <summary>Connection strings of a database as one of Satcom's roles.</summary>
    public static async Task<string> AsRoleAsync(string role, string database) =>
        new NpgsqlConnectionStringBuilder(await Super.Value) { Database = database, Username = role, Password = Password, Pooling = true }.ConnectionString;

    /// <summary>A fresh database of Satcom's newest schema with the demo companies in it.</summary>
    public static async Task<string> CreateDatabaseAsync()
    {
        var template = await Template.Value;

        // The template has what is within a database; owner and rights of the database itself are not copied.
        // Where nothing reaches a disk, to copy the files costs less than to log every page of them.
        var strategy = await Flushes.Value ? string.Empty : " STRATEGY FILE_COPY";
        var name = await CreateAsync($"TEMPLATE {template} OWNER satcom_owner{strategy}");
        Copies[name] = true;
        await ExecuteAsync($"REVOKE ALL ON DATABASE {name} FROM PUBLIC");
        await ExecuteAsync($"GRANT CONNECT ON DATABASE {name} TO satcom_app");
        return name;
    }

    /// <summary>Whether a database began as a copy of the template, in which a host has been started already.</summary>
    public static bool IsCopy(string database) => Copies.ContainsKey(database);

    /// <summary>A fresh database with nothing in it, provisioned as an operator would.</summary>
    public static async Task<string> CreateEmptyDatabaseAsync()
    {
        var name = await CreateAsync("TEMPLATE template0");
        var settings = new NpgsqlConnectionStringBuilder(await SuperAsync(name)) { Options = $"-c satcom.owner_password={Password} -c satcom.app_password={Password}" };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "build/lib/provision.sql")), connection);
        await command.ExecuteNonQueryAsync();
        return name;
    }

    public static Task DropAsync(string database) => ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");

    private static async Task<string> CreateAsync(string options)
    {
        var name = $"satcom_test_{Environment.ProcessId}_{Interlocked.Increment(ref _copies)}";

        // PostgreSQL copies a template for one at a time.
        await Cloning.WaitAsync();
        try
        {
            await ExecuteAsync($"CREATE DATABASE {name} {options}");
        }
        finally
        {
            Cloning.Release();
        }

        return name;
    }

    private static async Task<string> CreateTemplateAsync()
    {
        var name = await CreateEmptyDatabaseAsync();
        var owner = new NpgsqlConnectionStringBuilder(await AsRoleAsync("satcom_owner", name)) { Pooling = false }.ConnectionString;
        await using (var context = SatcomDbContext.ForMigrations(owner))
        {
            await context.Database.MigrateAsync();
        }

        await using (var host = new SatcomHost(name))
        {
            await host.StartAsync();

            // Tests that are not about codes sign in without them.
            await host.SqlAsync("UPDATE tenants SET settings = settings || '{\"deviceVerification\":\"off\"}' WHERE slug = 'globex'");
        }

        NpgsqlConnection.ClearAllPools();
        return name;
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var command = (await Server.Value).CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } given)
        {
            return given;
        }

        _embedded = await EmbeddedPostgres.StartAsync();
        return _embedded.SuperConnectionString;
    }
}

/// <summary>An embedded PostgreSQL of its own, which a test may kill and start again.</summary>
internal sealed class EmbeddedPostgres : IAsyncDisposable
{
    private readonly Process _process;

    private EmbeddedPostgres(Process process, JsonElement answer)
    {
        _process = process;
        SuperConnectionString = answer.GetProperty("superConnectionString").GetString()!;
        OwnerConnectionString = answer.GetProperty("ownerConnectionString").GetString()!;
        AppConnectionString = answer.GetProperty("appConnectionString").GetString()!;
    }

    public string SuperConnectionString { get; }

    public string OwnerConnectionString { get; }

    public string AppConnectionString { get; }

    /// <summary>Starts a cluster that ends when this process does.</summary>
    /// <param name="isDurable">True where commits must reach the disk, as in production.</param>
    public static async Task<EmbeddedPostgres> StartAsync(bool isDurable = false)
    {
        var script = Path.Combine(Repository.Root, "build/lib/postgres.mjs");
        var process = Process.Start(new ProcessStartInfo("node", [script, "ephemeral", .. isDurable ? (string[])["--durable"] : []]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The embedded PostgreSQL did not start; run build/test once, which installs it.");
        var answer = JsonDocument.Parse(line).RootElement;
        return new EmbeddedPostgres(process, answer);
    }

    /// <summary>Kills every process of the cluster.</summary>
    public Task KillAsync() => CommandAsync("kill");

    /// <summary>Starts a killed cluster on the same port and data.</summary>
    public Task RestartAsync() => CommandAsync("start");

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task CommandAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        if (await _process.StandardOutput.ReadLineAsync() is not { } answer || !answer.Contains("event", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The cluster did not answer to {command}.");
        }
    }
}
