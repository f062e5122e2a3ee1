using Satcom.Domain.Common;

namespace Satcom.Domain.Shifts;

/// <summary>What somebody is to work, or where, changed: every node reads it anew.</summary>
/// <param name="Of">The employee's id, or the company's for everybody's.</param>
public sealed record ScheduleChanged(Guid Of) : DomainEvent, IForgetsCached
{
    /// <inheritdoc/>
    public override Guid AggregateId => Of;

    /// <inheritdoc/>
    (string Kind, Guid Id) IForgetsCached.Forgotten => ("schedule", Of);
}
