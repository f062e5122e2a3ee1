using System.Text.Json;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Auditing;

internal sealed class AuditEntriesExample : IExample<Page<AuditEntryDto>>
{
    public Page<AuditEntryDto> Value => new(
        [
            new AuditEntryDto
            {
                Id = ExampleValues.Tap,
                At = ExampleValues.At(21),
                ActorKind = ActorKind.User,
                ActorId = ExampleValues.Hr,
                DisplayName = ExampleValues.HrName,
                Action = "anomalies.acknowledge",
                EntityType = "anomaly",
                EntityId = ExampleValues.Thing,
                Before = JsonElement.Parse("""{"status":"open"}"""),
                After = JsonElement.Parse("""{"status":"acknowledged"}"""),
                Reason = "Looking into it.",
                TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
                RemoteAddress = "192.0.2.10",
            },
        ],
        ExampleValues.Cursor);
}
