using Satcom.Domain.Common;

namespace Satcom.Domain.Anomalies;

/// <summary>One step in an anomaly's life. Append-only.</summary>
public sealed class AnomalyStep(Guid tenantId, Guid id, Guid anomalyId, string action, Guid? actorId, string? note, DateTimeOffset at, Guid? assigneeId) : ITenantOwned
{
    public const int ActionMaxLength = 20;

    /// <inheritdoc/>
    public Guid TenantId { get; private set; } = tenantId;

    public Guid Id { get; private set; } = id;

    public Guid AnomalyId { get; private set; } = anomalyId;

    /// <summary>acknowledged, assigned, unassigned, resolved, reopened; by the service cleared, or raised again.</summary>
    public string Action { get; private set; } = action;

    /// <summary>Null for the service itself.</summary>
    public Guid? ActorId { get; private set; } = actorId;

    public string? Note { get; private set; } = note;

    public DateTimeOffset At { get; private set; } = at;

    /// <summary>To whom it was given; of an assignment alone.</summary>
    public Guid? AssigneeId { get; private set; } = assigneeId;
}
