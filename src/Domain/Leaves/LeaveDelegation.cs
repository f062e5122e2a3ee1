using Satcom.Domain.Common;

namespace Satcom.Domain.Leaves;

/// <summary>An approver is away in these dates, and somebody decides in their place. It goes one step: a delegate's delegate has nothing to decide.</summary>
[Audited("leaveDelegation")]
public sealed class LeaveDelegation : AggregateRoot
{
    public LeaveDelegation(Guid tenantId, Guid id, Guid approverId, Guid delegateId, DateOnly from, DateOnly to)
        : base(tenantId, id)
    {
        ApproverId = approverId;
        DelegateId = delegateId;
        From = from;
        To = to;
    }

    /// <summary>Who is away.</summary>
    public Guid ApproverId { get; private set; }

    /// <summary>Who decides in their place.</summary>
    public Guid DelegateId { get; private set; }

    public DateOnly From { get; private set; }

    public DateOnly To { get; private set; }

    /// <summary>Ends it on a date that it has begun by.</summary>
    public void EndOn(DateOnly last) => To = last;
}
