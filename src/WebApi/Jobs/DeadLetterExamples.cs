using Satcom.Application.Common;
using Satcom.Application.Jobs;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Jobs;

internal sealed class DeadLettersExample : IExample<Page<DeadLetterDto>>
{
    public Page<DeadLetterDto> Value => new([new DeadLetterExample().Value], NextCursor: null);
}

internal sealed class DeadLetterExample : IExample<DeadLetterDto>
{
    public DeadLetterDto Value => new()
    {
        Id = ExampleValues.Tap,
        Type = "CheckOutMissed",
        AggregateId = ExampleValues.Thing,
        OccurredAt = ExampleValues.At(20),
        DeadAt = ExampleValues.At(21),
        Attempts = 10,
        LastError = "database 23514 ck_anomalies_facts",
        TraceId = "0af7651916cd43dd8448eb211c80319c",
    };
}

internal sealed class RetryDeadLettersExample : IExample<RetryDeadLettersCommand>
{
    public RetryDeadLettersCommand Value => new(Ids: null, "CheckOutMissed", AggregateId: null, ExampleValues.At(0), To: null);
}

internal sealed class RetriedManyExample : IExample<RetriedMany>
{
    public RetriedMany Value => new(17, MayBeMore: false);
}

internal sealed class OutboxExample : IExample<OutboxDto>
{
    public OutboxDto Value => new(new OutboxDepth(2, 1, ExampleValues.At(20, 58), 1), new OutboxDepth(0, 0, OldestAt: null, 3), new OutboxDepth(0, 0, OldestAt: null, 0));
}
