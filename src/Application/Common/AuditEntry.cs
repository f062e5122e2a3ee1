using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>One line of the audit. Append-only in the database.</summary>
public sealed class AuditEntry : ITenantOwned
{
    public const int ActionMaxLength = 80;

    /// <inheritdoc/>
    public required Guid TenantId { get; init; }

    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ActorKind ActorKind { get; init; }

    /// <summary>Null for the service itself and for people who are not signed in.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>The integrator's program that acted, for the actor or for itself; null where it was a person by Satcom's own apps or the service.</summary>
    public Guid? OAuthClientId { get; init; }

    public required string Action { get; init; }

    public required string EntityType { get; init; }

    public Guid? EntityId { get; init; }

    /// <summary>JSON object of the values before, only what changed; null for a creation.</summary>
    public string? Before { get; init; }

    /// <summary>JSON object of the values after, only what changed; null for a deletion.</summary>
    public string? After { get; init; }

    public string? Reason { get; init; }

    public string? TraceId { get; init; }

    public string? RemoteAddress { get; init; }
}
