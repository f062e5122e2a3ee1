using System.Threading.Channels;
using Npgsql;

namespace Satcom.Bench.Raw;

/// <summary>Takes outbox rows away at the pace at which they come, as the service's dispatcher does.</summary>
internal sealed class RawOutbox(NpgsqlDataSource database, TimeProvider time)
{
    private readonly Channel<bool> _wakeUps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _wakeUps.Writer.TryWrite(true);

    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await _wakeUps.Reader.ReadAsync(cancellationToken);
                while (await DeleteAsync(cancellationToken) > 0)
                {
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> DeleteAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand("SELECT set_config('app.system', 'outbox', true)"), new NpgsqlBatchCommand(RawSql.DeleteOutbox) },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return (int)batch.BatchCommands[1].RecordsAffected;
    }
}
