using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Satcom.Infrastructure.Messaging;

/// <summary>Keeps one connection listening, and says when messages may have been missed in between.</summary>
internal sealed class BusListener(NpgsqlDataSource dataSource, NodeBusOptions options, TimeProvider time, ILogger log)
{
    public bool IsConnected { get; private set; }

    /// <summary>Listens until it is cancelled.</summary>
    /// <param name="received">Called with each payload.</param>
    /// <param name="connected">Called once listening, with whether messages may have been missed.</param>
    public async Task RunAsync(Action<string> received, Action<bool> connected, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(options.RetryDelay, options.MaxRetryDelay);
        var missedSome = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(
                    received,
                    () =>
                    {
                        backoff.Reset();
                        connected(missedSome);
                    },
                    cancellationToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
            {
                IsConnected = false;
                missedSome = true;
                var delay = backoff.Next();
                log.ListenerLost(e, delay.TotalMilliseconds);
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }

    private async Task ListenAsync(Action<string> received, Action connected, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            connection.Notification += (_, notification) => received(notification.Payload);
            await ExecuteAsync(connection, $"LISTEN {options.Channel}", cancellationToken);
            IsConnected = true;
            connected();
            while (true)
            {
                // This node's own beacons come back here, so silence means a connection that may be dead without saying so.
                if (!await connection.WaitAsync(options.GoneAfter, cancellationToken))
                {
                    await ExecuteAsync(connection, "SELECT 1", cancellationToken);
                }
            }
        }
        finally
        {
            IsConnected = false;
            await UnlistenAsync(connection);
        }
    }

    /// <summary>A pooled connection must not go on listening for whoever uses it next.</summary>
    private static async Task UnlistenAsync(NpgsqlConnection connection)
    {
        if (connection.State != ConnectionState.Open)
        {
            return;
        }

        try
        {
            await ExecuteAsync(connection, "UNLISTEN *", CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // It broke meanwhile, and listens no more.
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 5 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
