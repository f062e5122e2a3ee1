using Quartz;
using Satcom.Infrastructure.Identity;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Publishes the next signing key a day before it is due, and lets retired keys go.</summary>
[DisallowConcurrentExecution]
internal sealed class SigningKeyRotationJob(SigningKeyRing keys) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await keys.RotateAsync(cancellationToken);
}
