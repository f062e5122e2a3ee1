using Satcom.Domain.Common;

namespace Satcom.Domain.Leaves;

/// <summary>
/// A company's leave of some dates that is charged anew, some people at a time, each batch in a commit of its own that asks for the next. It is gone once everybody is done; one that stays has stopped.
/// Not audited: the audit tells what became of each request.
/// </summary>
public sealed class LeaveRecharge : AggregateRoot
{
    /// <summary>A batch that fails is tried with fewer people each time, at last with one.</summary>
    private const int TriesUntilOne = 4;

    /// <summary>After so many tries the next person is left out. Within the tries that the outbox makes of an event, so that none of these is given up for a single person's data.</summary>
    private const int TriesMax = 6;

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

    /// <summary>How often the batch that comes next was begun; more after others that failed.</summary>
    public int Tries { get; private set; }

    /// <summary>By how much less than usual the batch takes on: nothing at first, most where it has failed again and again.</summary>
    public int Narrowed => Math.Clamp(Tries - 1, 0, TriesUntilOne - 1);

    /// <summary>True when the batch was tried with few people, and with one, and no more is to be hoped.</summary>
    public bool IsStuck => Tries > TriesMax;

    public static LeaveRecharge Ask(Guid tenantId, Guid id, DateOnly from, DateOnly? to, DateTimeOffset now)
    {
        var recharge = new LeaveRecharge(tenantId, id, from, to, now);
        recharge.Raise(new LeaveRechargeAdvanced(id, recharge.DoneTo));
        return recharge;
    }

    /// <summary>The batch that comes next is begun. Kept before it is done, so that it is known also of one that took too long or ended with its process.</summary>
    public void Try() => Tries++;

    /// <summary>Notes that people up to an id are done, and asks for those after them. Behind a batch that failed the next takes on more again, step by step.</summary>
    public void Advance(Guid doneTo)
    {
        Tries = Math.Max(0, Narrowed - 1);
        DoneTo = doneTo;
        Raise(new LeaveRechargeAdvanced(Id, doneTo));
    }

    /// <summary>Leaves somebody out, because their leave could not be charged even alone, and asks for those after them, as carefully.</summary>
    public void Skip(Guid userId)
    {
        Tries = TriesUntilOne - 1;
        DoneTo = userId;
        Raise(new LeaveRechargeAdvanced(Id, userId));
    }

    /// <summary>Asks again for the batch that comes next.</summary>
    public void GoOn()
    {
        Resumed++;
        Raise(new LeaveRechargeAdvanced(Id, DoneTo));
    }
}
