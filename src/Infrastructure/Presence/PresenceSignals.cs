using System.Text.Json.Serialization;
using Satcom.Application.Common;
using Satcom.Application.Presence;
using Satcom.Domain.Presence;

namespace Satcom.Infrastructure.Presence;

/// <summary>What one node knows of one person by its own connections. The short names keep thousands of them small.</summary>
internal sealed record PresenceEntry(
    [property: JsonPropertyName("t")] Guid TenantId,
    [property: JsonPropertyName("u")] Guid UserId,
    [property: JsonPropertyName("s")] PresenceStatus Status,
    [property: JsonPropertyName("a")] DateTimeOffset SeenAt,
    [property: JsonPropertyName("m")] Guid? TeamId,
    [property: JsonPropertyName("c")] IReadOnlyList<Guid> ManagerChain)
{
    [JsonIgnore]
    public PresentPerson Person => new(TenantId, UserId, TeamId, ManagerChain);
}

/// <summary>A person's status by the sending node's connections has changed.</summary>
internal sealed record PresenceSignal(PresenceEntry Entry) : IBusMessage
{
    public static string Kind => "presence";
}

/// <summary>Asks one node for everything it knows by its own connections.</summary>
internal sealed record PresenceAsked(Guid Node) : IBusMessage
{
    public static string Kind => "presence.asked";

    public static bool Merges => true;
}

/// <summary>A part of the answer. What the asker held of the sender and no part names is out of date.</summary>
internal sealed record PresenceSnapshot(Guid For, bool IsFirst, bool IsLast, IReadOnlyList<PresenceEntry> Entries) : IBusMessage
{
    public static string Kind => "presence.snapshot";
}
