using Quartz;
using Satcom.Infrastructure.Identity;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Keeps the signing keys moving while nodes run for months: a start alone would rotate only where there are starts.</summary>
[DisallowConcurrentExecution]
internal sealed class SigningKeyRotationJob(SigningKeyRing keys) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await keys.RotateAsync(cancellationToken);
}
