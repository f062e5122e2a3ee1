using Satcom.Domain.Common;

namespace Satcom.Domain.Anomalies;

/// <summary>An anomaly was raised, says something else than it did, or moved to another status.</summary>
public sealed record AnomalyChanged(Guid AnomalyId, Guid EmployeeId, AnomalyStatus Status) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => AnomalyId;
}

/// <summary>Somebody's days were computed anew, and so were many others': they are to be judged, and that may wait behind what people do just now.</summary>
public sealed record RebuiltJudgementDue(Guid EmployeeId) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => EmployeeId;
}

/// <summary>Somebody's days are to be judged anew.</summary>
public sealed record JudgementDue(Guid EmployeeId) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => EmployeeId;
}
