using Satcom.Domain.Common;

namespace Satcom.Domain.Anomalies;

/// <summary>An anomaly was raised, says something else than it did, or moved to another status.</summary>
public sealed record AnomalyChanged(Guid AnomalyId, Guid EmployeeId, AnomalyStatus Status) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => AnomalyId;
}

/// <summary>Somebody's days are to be judged anew.</summary>
public sealed record JudgementDue(Guid EmployeeId) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => EmployeeId;
}
