using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Infrastructure.Outbox;

/// <summary>Events to outbox rows and back. The type's name is the contract, so a renamed event needs a migration of what is under way.</summary>
internal static class OutboxSerializer
{
    private static readonly FrozenDictionary<string, Type> Types = typeof(DomainEvent).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(DomainEvent)) && !t.IsAbstract)
        .ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static OutboxMessage ToMessage(DomainEvent domainEvent, Guid tenantId, DateTimeOffset now, string? traceParent) => new()
    {
        TenantId = tenantId,
        Id = Guid.CreateVersion7(now),
        AggregateId = domainEvent.AggregateId,
        Type = domainEvent.GetType().Name,
        Payload = JsonSerializer.Serialize(domainEvent, domainEvent.GetType(), Format),
        OccurredAt = DueOf(domainEvent, now),
        AvailableAt = DueOf(domainEvent, now),
        TraceParent = traceParent,
    };

    public static DomainEvent ToEvent(string type, string payload) =>
        Types.TryGetValue(type, out var clrType)
            ? (DomainEvent)JsonSerializer.Deserialize(payload, clrType, Format)!
            : throw new InvalidOperationException($"No event is called {type}.");

    private static DateTimeOffset DueOf(DomainEvent domainEvent, DateTimeOffset now) => domainEvent is IDeferred { NotBefore: { } at } && at > now ? at : now;
}
