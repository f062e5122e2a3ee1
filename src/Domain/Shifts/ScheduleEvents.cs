using Satcom.Domain.Common;

namespace Satcom.Domain.Shifts;

/// <summary>What somebody is to work, or where, changed: every node reads it anew, and the days that there are in those dates are computed anew.</summary>
/// <param name="Of">The employee's id, or the company's for everybody's.</param>
/// <param name="From">The first date that is planned otherwise.</param>
/// <param name="To">The last one; null where no end is known.</param>
public sealed record ScheduleChanged(Guid Of, DateOnly From, DateOnly? To) : DomainEvent, IForgetsCached
{
    /// <inheritdoc/>
    public override Guid AggregateId => Of;

    /// <inheritdoc/>
    (string Kind, Guid Id) IForgetsCached.Forgotten => ("schedule", Of);
}
