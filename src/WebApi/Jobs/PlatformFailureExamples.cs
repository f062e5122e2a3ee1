using Satcom.Application.Common;
using Satcom.Application.Jobs;
using Satcom.Domain.Jobs;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Jobs;

internal sealed class PlatformDeadLettersExample : IExample<Page<PlatformDeadLetterDto>>
{
    public Page<PlatformDeadLetterDto> Value => new(
        [
            new PlatformDeadLetterDto
            {
                TenantId = ExampleValues.Tenant,
                Id = ExampleValues.Tap,
                Kind = UndeliveredKind.Event,
                Type = "CheckOutMissed",
                CreatedAt = ExampleValues.At(20),
                DeadAt = ExampleValues.At(21),
                Attempts = 10,
                LastError = "database 23514 ck_anomalies_facts",
                TraceId = "0af7651916cd43dd8448eb211c80319c",
            },
        ],
        NextCursor: null);
}

internal sealed class RetryPlatformDeadLettersExample : IExample<RetryPlatformDeadLettersCommand>
{
    public RetryPlatformDeadLettersCommand Value => new(Ids: null, TenantId: null, UndeliveredKind.Event, "CheckOutMissed", ExampleValues.At(0), To: null, "The fault is mended.");
}

internal sealed class PlatformFailedRunsExample : IExample<Page<PlatformFailedRunDto>>
{
    public Page<PlatformFailedRunDto> Value => new(
        [
            new PlatformFailedRunDto
            {
                TenantId = ExampleValues.Tenant,
                Id = ExampleValues.Thing,
                Job = "leave-accrual",
                Cause = JobRunCause.Clock,
                State = JobRunState.Failed,
                AskedAt = ExampleValues.At(6),
                FinishedAt = ExampleValues.At(6, 1),
                Node = "node-1-4f2a90bc",
                Done = 12,
                Error = "database 57014",
            },
        ],
        NextCursor: null);
}

internal sealed class FailedRunReasonExample : IExample<FailedRunReason>
{
    public FailedRunReason Value => new("The fault is mended.");
}
