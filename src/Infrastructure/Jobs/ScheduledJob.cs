using Quartz;

namespace Satcom.Infrastructure.Jobs;

/// <summary>What Quartz starts when a job's time has come: the job's run.</summary>
[DisallowConcurrentExecution]
internal sealed class ScheduledJob(JobRunner runner, TimeProvider time) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunByClockAsync(context.JobDetail.Key.Name, context.ScheduledFireTimeUtc ?? time.GetUtcNow(), cancellationToken);
}
