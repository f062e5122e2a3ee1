using System.Text.Json;
using System.Text.Json.Serialization;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;

namespace Satcom.Application.Anomalies;

/// <summary>Tells those who may read anomalies over the hub that one was raised or moved on.</summary>
internal sealed class TellAnomalyChanged(IRealtime realtime, RequestScope scope) : IDomainEventHandler<AnomalyChanged>
{
    public const string Method = "anomalyChanged";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public Task HandleAsync(AnomalyChanged domainEvent, CancellationToken cancellationToken)
    {
        var payload = JsonSerializer.Serialize(new AnomalyChangedMessage(domainEvent.AnomalyId, domainEvent.Status), Json);
        realtime.Publish(new RealtimeMessage(scope.Tenant.Id, [Audience.Holding(Permissions.AnomaliesRead)], Method, payload));
        return Task.CompletedTask;
    }
}

/// <summary>The hub's anomalyChanged.</summary>
public sealed record AnomalyChangedMessage(Guid AnomalyId, AnomalyStatus Status);
