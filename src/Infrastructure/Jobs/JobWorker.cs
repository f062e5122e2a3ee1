using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Satcom.Infrastructure.Jobs;

/// <summary>
/// Says each second that this node's runs live, hears who wants one ended, and takes runs that somebody asked for. A node that runs no jobs takes none, but judges other nodes' silence all the same: where
/// the one that ran jobs is gone, nobody else would.
/// </summary>
internal sealed partial class JobWorker(JobRunner runner, JobRunStore store, IOptions<JobOptions> options, TimeProvider time, ILogger<JobWorker> logger) : BackgroundService
{
    /// <summary>So many runs that people asked for are done at once; each job of each company is one at most.</summary>
    private const int Places = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly List<Task> _asked = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A run that goes on while the node stops must be heard of: the scheduler stops first and waits for its own.
        while (!stoppingToken.IsCancellationRequested || runner.Count > 0)
        {
            try
            {
                // Not the stopping token: a beat that is cut off says nothing.
                var queued = await runner.BeatAsync(CancellationToken.None);
                _asked.RemoveAll(run => run.IsCompleted);
                while (options.Value.Enabled && !stoppingToken.IsCancellationRequested && queued.Count > 0 && _asked.Count < Places)
                {
                    var heardAt = Stopwatch.GetTimestamp();
                    if (await store.ClaimAsync(queued, stoppingToken) is not { } run)
                    {
                        break;
                    }

                    _asked.Add(Task.Run(() => runner.RunAsync(run, heardAt, CancellationToken.None), CancellationToken.None));
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                continue;
            }
#pragma warning disable CA1031 // The loop must outlive whatever the database throws at it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogInterrupted(logger, e);
                if (stoppingToken.IsCancellationRequested)
                {
                    break;
                }
            }

            await Task.Delay(Interval, time, stoppingToken.IsCancellationRequested ? CancellationToken.None : stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The runner of jobs was interrupted and goes on.")]
    private static partial void LogInterrupted(ILogger logger, Exception exception);
}
