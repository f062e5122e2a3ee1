using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Satcom.Application.Common;
using Satcom.Domain.Jobs;
using Satcom.Domain.Tenancy;
using Satcom.Infrastructure.Common;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Does runs on this node, and writes down what came of them.</summary>
internal sealed partial class JobRunner(JobRunStore store, ITenantDirectory tenants, IServiceProvider services, TimeProvider time, ILogger<JobRunner> logger) : IDisposable
{
    private const int EndTries = 3;

    /// <summary>After an outage many companies' parts may wait at once: beats take them bit by bit, or else none would get through in time.</summary>
    private const int PartsPerBeat = 500;

    private static readonly TimeSpan EndPause = TimeSpan.FromSeconds(1);

    private static readonly Counter<long> Ends = Telemetry.Meter.CreateCounter<long>("satcom.jobs.runs", description: "Runs of jobs that ended on this node, or that it found lost by another, by job and how they ended.");

    private readonly ConcurrentDictionary<Guid, RunUnderWay> _underWay = new();

    // One write at a time: what a beat has taken of a run is written before the run's end is.
    private readonly SemaphoreSlim _writing = new(1, 1);

    // The stopwatch's timestamp of the last beat that the database has; 0 before the first.
    private long _beatAt;

    /// <summary>How many runs this node does now.</summary>
    public int Count => _underWay.Count;

    private bool Judges => Volatile.Read(ref _beatAt) is var beatAt and not 0 && Stopwatch.GetElapsedTime(beatAt) < JobRunStore.JudgesWithin;

    /// <summary>Does a job for all companies because its time has come, unless it is paused or done already.</summary>
    public async Task RunByClockAsync(string name, DateTimeOffset firedAt, CancellationToken cancellationToken)
    {
        if (await tenants.FindAsync(Tenant.PlatformSlug, cancellationToken) is not { } platform)
        {
            // Before there is a platform nobody could see or pause it.
            await WorkOf(name).RunAsync(new JobProgress(name), cancellationToken);
            return;
        }

        var heardAt = Stopwatch.GetTimestamp();
        if (await store.BeginByClockAsync(name, platform.Id, firedAt, Judges, cancellationToken) is { } run)
        {
            await RunAsync(run, heardAt, cancellationToken);
        }
    }

    /// <summary>Does a run that is this node's.</summary>
    /// <param name="heardAt">The <see cref="Stopwatch"/>'s timestamp from before it was begun in the database.</param>
    public async Task RunAsync(ClaimedRun run, long heardAt, CancellationToken stopping)
    {
        using var activity = OwnWork.Trace("job.run", ActivityKind.Internal, traceParent: null);
        using var lines = OwnWork.NameLines(logger, run.Scope == JobRunScope.Company ? run.TenantId : null);
        using var underWay = new RunUnderWay(run, stopping);
        underWay.Heard(heardAt);
        _underWay[run.Id] = underWay;
        using var logged = logger.BeginScope(new KeyValuePair<string, object?>[] { new("RunId", run.Id), new("Job", run.Job) });
        RunEnd end;
        try
        {
            await WorkOf(run.Job).RunAsync(underWay.Progress, underWay.Token);
            end = underWay.Progress.HasFailures ? new RunEnd(JobRunState.Failed, underWay.Progress.Figures().Error) : new RunEnd(JobRunState.Succeeded, Error: null);
        }
        catch (OperationCanceledException) when (underWay.Token.IsCancellationRequested)
        {
            end = new RunEnd(underWay.IsCancelAsked ? JobRunState.Cancelled : JobRunState.Lost, underWay.Progress.Figures().Error);
        }
#pragma warning disable CA1031 // Whatever a job throws is its run's failure, kept with it; its next run tries again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(logger, e, run.Job, run.Id);
            end = underWay.Token.IsCancellationRequested && underWay.IsCancelAsked ? new RunEnd(JobRunState.Cancelled, underWay.Progress.Figures().Error) : new RunEnd(JobRunState.Failed, FaultKind.Of(e));
        }

        Ends.Add(1, new KeyValuePair<string, object?>("job", run.Job), new KeyValuePair<string, object?>("state", EnumText<JobRunState>.Of(end.State)));

        // Beats carry it on until its end is written: else it would be lost of a moment without the database.
        for (var left = EndTries - 1; !await TryEndAsync(underWay, end, isLast: left == 0) && left > 0; left--)
        {
            await Task.Delay(EndPause, time, CancellationToken.None);
        }

        _underWay.TryRemove(run.Id, out _);
    }

    /// <summary>Also where the node stops: the row must say so while there is somebody who can.</summary>
    private async Task<bool> TryEndAsync(RunUnderWay underWay, RunEnd end, bool isLast)
    {
        await _writing.WaitAsync(CancellationToken.None);
        var parts = underWay.Progress.TakeParts();
        try
        {
            await store.EndAsync(underWay.Run, end, underWay.Progress.Figures(), parts, CancellationToken.None);
            return true;
        }
#pragma warning disable CA1031 // The database is away: after the last try the run counts as lost soon.
        catch (Exception e)
#pragma warning restore CA1031
        {
            underWay.Progress.PutBack(parts);
            if (isLast)
            {
                LogUnsettled(logger, e, underWay.Run.Job, underWay.Run.Id);
            }

            return false;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Writes how far this node's runs have come, and ends those that somebody wants ended or that were taken away.</summary>
    /// <returns>The jobs that wait for a node.</returns>
    public async Task<IReadOnlyList<QueuedJob>> BeatAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        List<RunUnderWay> runs = [.. _underWay.Values];
        List<(ClaimedRun Run, ProgressFigures Figures, List<CompanyPart> Parts)> beats = [.. runs.Select(r => (r.Run, r.Progress.Figures(), r.Progress.TakeParts(PartsPerBeat)))];
        try
        {
            // From before the beat: the database's clock may have been read as soon as it was sent.
            var heardAt = Stopwatch.GetTimestamp();
            var (asked, queued, lost) = await store.BeatAsync(beats, Judges, cancellationToken);
            Volatile.Write(ref _beatAt, heardAt);
            foreach (var run in lost)
            {
                LogLost(logger, run.Job, run.Id, run.Node);
                Ends.Add(1, new KeyValuePair<string, object?>("job", run.Job), new KeyValuePair<string, object?>("state", EnumText<JobRunState>.Of(JobRunState.Lost)));
            }

            foreach (var (run, isAsked) in runs.Zip(asked))
            {
                if (isAsked is not false)
                {
                    run.End(isAsked is true);
                }
                else
                {
                    run.Heard(heardAt);
                }
            }

            return queued;
        }
        catch
        {
            foreach (var (run, beat) in runs.Zip(beats))
            {
                run.Progress.PutBack(beat.Parts);
            }

            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private IJobWork WorkOf(string name) => (IJobWork)ActivatorUtilities.CreateInstance(services, JobCatalogue.Of(name).Work);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} broke off in run {RunId}; its next run tries again.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string job, Guid runId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {RunId} of job {Job} is lost: node {Node} fell silent.")]
    private static partial void LogLost(ILogger logger, string job, Guid runId, string? node);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of run {RunId} of job {Job} could not be noted; it will count as lost.")]
    private static partial void LogUnsettled(ILogger logger, Exception exception, string job, Guid runId);

    /// <summary>A run that this node does now.</summary>
    private sealed class RunUnderWay(ClaimedRun run, CancellationToken stopping) : IDisposable
    {
        private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        private readonly Lock _gate = new();
        private bool _isDisposed;

        public ClaimedRun Run => run;

        public JobProgress Progress { get; } = new(run.Job, run.Scope == JobRunScope.Company ? run.TenantId : null, run.Busy);

        public CancellationToken Token => _stop.Token;

        public bool IsCancelAsked { get; private set; }

        /// <summary>Tells the work to end. Whatever that sets off is not waited for: other runs want to be heard of.</summary>
        public void End(bool isAsked)
        {
            lock (_gate)
            {
                IsCancelAsked |= isAsked;
                if (!_isDisposed)
                {
                    _ = _stop.CancelAsync();
                }
            }
        }

        /// <summary>The database knows that the run lived at that time. From then on the work has so long to be heard of again, or else it ends: another node may begin it anew soon.</summary>
        public void Heard(long heardAt)
        {
            lock (_gate)
            {
                if (!_isDisposed && !_stop.IsCancellationRequested)
                {
                    var left = JobRunStore.UnheardAllowed - Stopwatch.GetElapsedTime(heardAt);
                    _stop.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
                }
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _isDisposed = true;
                _stop.Dispose();
            }
        }
    }
}
