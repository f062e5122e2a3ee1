using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using Npgsql;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Persistence;

/// <summary>Looks at the database before the service starts: is it there, is it migrated, and is the role one that row security holds for?</summary>
public sealed partial class DatabaseGuard
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _time;
    private readonly ILogger<DatabaseGuard> _logger;

    internal DatabaseGuard(NpgsqlDataSource database, TimeProvider time, ILogger<DatabaseGuard> logger)
    {
        _database = database;
        _time = time;
        _logger = logger;
    }

    /// <summary>Waits for the database for half a minute, then judges it.</summary>
    /// <exception cref="InvalidOperationException">The role could bypass row security, or migrations are missing; the text says what to do.</exception>
    public async Task EnsureFitAsync(CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);

        // Attributes and ownership are not inherited, but every member of a role may become it.
        await using var command = _database.CreateCommand(
            """
            SELECT EXISTS (SELECT FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls) AND pg_has_role(current_user, r.oid, 'MEMBER'))
              OR EXISTS (SELECT FROM pg_database d WHERE d.datname = current_database() AND pg_has_role(current_user, d.datdba, 'MEMBER'))
              OR EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND pg_has_role(current_user, c.relowner, 'MEMBER'))
            """);
        if (await command.ExecuteScalarAsync(cancellationToken) is true)
        {
            throw new InvalidOperationException(
                $"{DatabaseOptions.Section}:ConnectionString signs in as a role that could bypass row-level security (a superuser, BYPASSRLS, an owner, or a member of such a role). Use the application role, satcom_app, and grant it no other.");
        }

        if (await PendingAsync(_database, cancellationToken) is { Count: > 0 } pending)
        {
            throw new InvalidOperationException($"The database lacks {pending.Count} migration(s), from {pending[0]} on. Run build/migrate update.");
        }
    }

    /// <summary>The migrations that the database lacks. Read past EF Core, which would make its model first.</summary>
    internal static async Task<List<string>> PendingAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        [.. Known().Except(await AppliedAsync(database, cancellationToken), StringComparer.Ordinal)];

    private static IEnumerable<string> Known() =>
        typeof(SatcomDbContext).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Migration))).Select(type => type.GetCustomAttribute<MigrationAttribute>()!.Id).Order(StringComparer.Ordinal);

    private static async Task<List<string>> AppliedAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        try
        {
            var applied = new List<string>();
            await using var command = database.CreateCommand("SELECT \"MigrationId\" FROM __migrations");
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                applied.Add(reader.GetString(0));
            }

            return applied;
        }
        catch (PostgresException e) when (string.Equals(e.SqlState, PostgresErrorCodes.UndefinedTable, StringComparison.Ordinal))
        {
            // An empty database has not even the list of its migrations.
            return [];
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = await _database.OpenConnectionAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException e) when (e.IsTransient && _time.GetElapsedTime(started) < Patience)
            {
                LogWaiting(_logger, e.Message);
                await Task.Delay(Pause, _time, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting for the database: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);
}

internal sealed class DatabaseCheck(NpgsqlDataSource database) : IReadinessCheck
{
    public string Name => "database";

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync(cancellationToken);
        return null;
    }
}

internal sealed class MigrationsCheck(NpgsqlDataSource database) : IReadinessCheck
{
    private bool _isCurrent;

    public string Name => "migrations";

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        // A migrated database stays so while this process lives.
        _isCurrent = _isCurrent || (await DatabaseGuard.PendingAsync(database, cancellationToken)).Count == 0;
        return _isCurrent ? null : "migrations are missing";
    }
}
