using Satcom.Domain.Common;

namespace Satcom.Domain.Shifts;

/// <summary>What one person is to work, or where, changed: every node reads their schedule anew, and their days from that date on are computed anew.</summary>
/// <param name="From">The first date that may be planned otherwise now.</param>
public sealed record ScheduleChanged(Guid EmployeeId, DateOnly From) : DomainEvent, IForgetsCached
{
    /// <inheritdoc/>
    public override Guid AggregateId => EmployeeId;

    /// <inheritdoc/>
    (string Kind, Guid Id) IForgetsCached.Forgotten => ("schedule", EmployeeId);
}

/// <summary>A shift, pattern, holiday calendar or the company's week changed: every node reads what the tenant's schedules are made of anew, and everybody's days from that date on are computed anew.</summary>
/// <param name="ChangedId">The thing that changed.</param>
/// <param name="From">The first date that may be planned otherwise now.</param>
/// <param name="To">The last one; null where no end is known.</param>
public sealed record ScheduleRulesChanged(Guid TenantId, Guid ChangedId, DateOnly From, DateOnly? To = null) : DomainEvent, IForgetsCached
{
    /// <inheritdoc/>
    public override Guid AggregateId => ChangedId;

    /// <inheritdoc/>
    (string Kind, Guid Id) IForgetsCached.Forgotten => ("scheduleRules", TenantId);
}
