using Satcom.Domain.Common;

namespace Satcom.Domain.Leaves;

/// <summary>
/// Somebody whose leave could not be charged anew, not even alone: what there is of them is at odds with itself. Their leave stays as it was charged, until it is charged anew after all; then this goes. Of a person there is one at most.
/// Not audited: nothing of theirs was changed.
/// </summary>
public sealed class LeaveRechargeFailure : AggregateRoot
{
    public LeaveRechargeFailure(Guid tenantId, Guid id, Guid employeeId, DateOnly from, DateOnly? to, DateTimeOffset failedAt)
        : base(tenantId, id)
    {
        (EmployeeId, From, To, FailedAt) = (employeeId, from, to, failedAt);
    }

    public Guid EmployeeId { get; private set; }

    /// <summary>The first date that may be planned otherwise than it is charged.</summary>
    public DateOnly From { get; private set; }

    /// <summary>The last one; null where no end is known.</summary>
    public DateOnly? To { get; private set; }

    /// <summary>When it failed last.</summary>
    public DateTimeOffset FailedAt { get; private set; }

    /// <summary>It failed again, of these dates.</summary>
    public void Join(DateOnly from, DateOnly? to, DateTimeOffset now) => (From, To, FailedAt) = (from < From ? from : From, to > To ? to : to is null ? null : To, now);
}
