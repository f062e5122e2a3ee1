using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;
using Satcom.Domain.Jobs;

namespace Satcom.Infrastructure.Jobs;

/// <summary>
/// Says each second that this node's runs live, hears who wants one ended, and takes runs that somebody asked for. A node that runs no jobs takes none, but judges other nodes' silence all the same: where
/// the one that ran jobs is gone, nobody else would.
/// </summary>
internal sealed partial class JobWorker(JobRunner runner, JobRunStore store, ISchedulerFactory schedulers, IOptions<JobOptions> options, TimeProvider time, ILogger<JobWorker> logger)
    : BackgroundService
{
    /// <summary>So many runs that people asked for are done at once. One place is kept for those for all companies.</summary>
    private const int Places = 2;

    /// <summary>With every so manieth beat it is looked for jobs that the scheduler starts no more.</summary>
    private const int BeatsPerLook = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly List<(Task Work, JobRunScope Scope)> _asked = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var beats = 0;

        // A run that goes on while the node stops must be heard of: the scheduler stops first and waits for its own.
        while (!stoppingToken.IsCancellationRequested || runner.Count > 0)
        {
            try
            {
                // Not the stopping token where runs go on: a beat that is cut off says nothing of them.
                var queued = await runner.BeatAsync(runner.Count > 0 ? CancellationToken.None : stoppingToken);
                _asked.RemoveAll(run => run.Work.IsCompleted);
                while (options.Value.Enabled && !stoppingToken.IsCancellationRequested && queued.Count > 0 && _asked.Count < Places)
                {
                    var heardAt = Stopwatch.GetTimestamp();
                    if (await store.ClaimAsync(queued, _asked.FindAll(run => run.Scope == JobRunScope.Company).Count < Places - 1, stoppingToken) is not { } run)
                    {
                        break;
                    }

                    _asked.Add((Task.Run(() => runner.RunAsync(run, heardAt, CancellationToken.None), CancellationToken.None), run.Scope));
                }

                if (options.Value.Enabled && !stoppingToken.IsCancellationRequested && ++beats % BeatsPerLook == 0)
                {
                    await RestartStuckAsync(stoppingToken);
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
            }

            await Task.Delay(Interval, time, stoppingToken.IsCancellationRequested ? CancellationToken.None : stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_asked.Select(run => run.Work)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>What the scheduler gave up it starts again by nobody's doing but this: while versions change, a node may meet jobs that it does not know.</summary>
    private async Task RestartStuckAsync(CancellationToken cancellationToken)
    {
        foreach (var job in await store.StuckAsync(cancellationToken))
        {
            LogStuck(logger, job);
            var scheduler = await schedulers.GetScheduler(cancellationToken);
            await scheduler.ResetTriggerFromErrorState(new TriggerKey(job), cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The scheduler had given up job {Job}; it is started again.")]
    private static partial void LogStuck(ILogger logger, string job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The runner of jobs was interrupted and goes on.")]
    private static partial void LogInterrupted(ILogger logger, Exception exception);
}
