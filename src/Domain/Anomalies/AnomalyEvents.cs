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

/// <summary>What a company's days are judged by changed: its rules, or when its timesheets are due. Every node reads it anew.</summary>
public sealed record AnomalyRulesChanged(Guid TenantId) : DomainEvent, IForgetsCached
{
    /// <inheritdoc/>
    public override Guid AggregateId => TenantId;

    /// <inheritdoc/>
    (string Kind, Guid Id) IForgetsCached.Forgotten => ("anomalyRules", TenantId);
}

/// <summary>Somebody's days are to be judged anew: from a date on by some rules, and as far as else was called for.</summary>
public sealed record JudgementDue(Guid EmployeeId) : DomainEvent, IDeferred
{
    /// <summary>The date of the day that changed; null where only what was called for before is due.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The rules that mind the change of that day.</summary>
    public IReadOnlyList<AnomalyKind>? Kinds { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? NotBefore { get; init; }

    /// <inheritdoc/>
    public override Guid AggregateId => EmployeeId;
}
