using Satcom.Application.Common;
using Satcom.Application.Jobs;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Jobs;

internal sealed class DeadLettersExample : IExample<Page<DeadLetterDto>>
{
    public Page<DeadLetterDto> Value => new(
        [
            new DeadLetterDto
            {
                Id = ExampleValues.Tap,
                Type = "CheckOutMissed",
                AggregateId = ExampleValues.Thing,
                OccurredAt = ExampleValues.At(20),
                DeadAt = ExampleValues.At(21),
                Attempts = 10,
                LastError = "InvalidOperationException: the anomaly was not raised.",
            },
        ],
        NextCursor: null);
}
