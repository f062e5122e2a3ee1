using Satcom.Domain.Common;

namespace Satcom.Domain.Anomalies;

/// <summary>An anomaly was raised, or moved to another status.</summary>
public sealed record AnomalyChanged(Guid AnomalyId, Guid EmployeeId, AnomalyStatus Status) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => AnomalyId;
}
