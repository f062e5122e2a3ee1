using Satcom.Domain.Common;

namespace Satcom.Domain.Leaves;

/// <summary>
/// A company's leave of some dates that is charged anew, some people at a time, each batch in a commit of its own that asks for the next. It is gone once everybody is done; one that stays has stopped.
/// Not audited: the audit tells what became of each request.
/// </summary>
public sealed class LeaveRecharge : AggregateRoot
{
    private LeaveRecharge(Guid tenantId, Guid id, DateOnly from, DateOnly? to, DateTimeOffset askedAt)
        : base(tenantId, id)
    {
        (From, To, AskedAt) = (from, to, askedAt);
    }

    /// <summary>The first date that may be planned otherwise.</summary>
    public DateOnly From { get; private set; }

    /// <summary>The last one; null where no end is known.</summary>
    public DateOnly? To { get; private set; }

    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>People up to this id are done.</summary>
    public Guid DoneTo { get; private set; }

    /// <summary>How often it was asked to go on where it had stopped.</summary>
    public int Resumed { get; private set; }

    public static LeaveRecharge Ask(Guid tenantId, Guid id, DateOnly from, DateOnly? to, DateTimeOffset now)
    {
        var recharge = new LeaveRecharge(tenantId, id, from, to, now);
        recharge.Raise(new LeaveRechargeAdvanced(id, recharge.DoneTo));
        return recharge;
    }

    /// <summary>Notes that people up to an id are done, and asks for those after them.</summary>
    public void Advance(Guid doneTo)
    {
        DoneTo = doneTo;
        Raise(new LeaveRechargeAdvanced(Id, doneTo));
    }

    /// <summary>Asks again for the batch that comes next.</summary>
    public void GoOn()
    {
        Resumed++;
        Raise(new LeaveRechargeAdvanced(Id, DoneTo));
    }
}
