using Satcom.Domain.Common;

namespace Satcom.Domain.Leaves;

/// <summary>A request for leave was made, recommended, decided or cancelled: every node forgets who of the person's company is on leave.</summary>
public sealed record LeaveRequestChanged(Guid RequestId, Guid EmployeeId, LeaveStatus Status) : DomainEvent, IForgetsCached
{
    /// <inheritdoc/>
    public override Guid AggregateId => RequestId;

    /// <inheritdoc/>
    (string Kind, Guid Id) IForgetsCached.Forgotten => ("leave", EmployeeId);
}

/// <summary>Leave was approved, or approved leave is charged otherwise: the person's days from the first date to the last are planned otherwise now.</summary>
public sealed record LeaveApproved(Guid RequestId, Guid EmployeeId, DateOnly From, DateOnly To) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => RequestId;
}

/// <summary>Approved leave was cancelled: the person's days from the first date to the last are planned as if there had been none.</summary>
public sealed record LeaveCancelled(Guid RequestId, Guid EmployeeId, DateOnly From, DateOnly To) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => RequestId;
}

/// <summary>Some people's leave is to be charged anew.</summary>
/// <param name="After">Of people after this id.</param>
public sealed record LeaveRechargeAdvanced(Guid RechargeId, Guid After) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => RechargeId;
}
