using Microsoft.Extensions.Options;
using Quartz;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Ready when this node's scheduler runs, or is not meant to.</summary>
internal sealed class SchedulerReadiness(ISchedulerFactory schedulers, IOptions<JobOptions> options) : IReadinessCheck
{
    public string Name => "scheduler";

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
        {
            return null;
        }

        var scheduler = await schedulers.GetScheduler(cancellationToken);
        return scheduler.Status == SchedulerStatus.Running ? null : "not running";
    }
}
