using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Domain.Leaves;

/// <summary>When leave is earned.</summary>
public enum AccrualKind
{
    /// <summary>Never by itself.</summary>
    None,

    /// <summary>All at the start of the leave year.</summary>
    Yearly,

    /// <summary>A twelfth at the start of each month of the leave year.</summary>
    Monthly,

    /// <summary>Once, when the assignment begins.</summary>
    OnHire,
}

/// <summary>How leave of a type is earned and kept. Amounts are in the type's unit.</summary>
[Audited("leavePolicy")]
public sealed class LeavePolicy : AggregateRoot
{
    public const int NameMaxLength = 120;

    public LeavePolicy(Guid tenantId, Guid id, Guid leaveTypeId, string name, LeaveTerms terms)
        : base(tenantId, id)
    {
        LeaveTypeId = leaveTypeId;
        Name = name;
        Terms = terms;
    }

    public Guid LeaveTypeId { get; private set; }

    public string Name { get; private set; }

    public LeaveTerms Terms { get; private set; }

    /// <summary>Dates on which nobody takes leave by this policy.</summary>
    public IReadOnlyList<BlackoutDates> Blackouts { get; private set; } = [];

    /// <summary>Changes the policy. Once somebody earns by it, only its name, its blackout dates and how far a balance may fall below zero may change.</summary>
    /// <param name="isInUse">Whether it is assigned to anybody.</param>
    public Error? Change(string name, LeaveTerms terms, IReadOnlyList<BlackoutDates> blackouts, bool isInUse)
    {
        if (isInUse && terms with { NegativeLimit = Terms.NegativeLimit } != Terms)
        {
            return new LeavePolicyInUse();
        }

        (Name, Terms) = (name, terms);
        if (!Blackouts.SequenceEqual(blackouts))
        {
            Blackouts = blackouts;
        }

        return null;
    }
}

/// <summary>The numbers of a leave policy.</summary>
public sealed record LeaveTerms
{
    /// <summary>When leave is earned.</summary>
    public AccrualKind Accrual { get; init; }

    /// <summary>What a full leave year earns, or hiring once.</summary>
    public decimal Amount { get; init; }

    /// <summary>The month in which the leave year starts, on its first day.</summary>
    public int YearStartMonth { get; init; } = 1;

    /// <summary>Whether a year or month that is worked in part earns in part, by its days.</summary>
    public bool IsProRata { get; init; } = true;

    /// <summary>Amounts are rounded to a multiple of this.</summary>
    public decimal RoundTo { get; init; } = 0.01m;

    /// <summary>No accrual lifts the balance above this; null for no cap.</summary>
    public decimal? BalanceCap { get; init; }

    /// <summary>What of a year's rest is carried into the next; null for all of it.</summary>
    public decimal? CarryOverMax { get; init; }

    /// <summary>After how many months of the new year the carried-over rest expires; null for never.</summary>
    public int? CarryOverMonths { get; init; }

    /// <summary>How far the available balance may fall below zero.</summary>
    public decimal NegativeLimit { get; init; }

    /// <summary>The first day of the leave year that a date lies in.</summary>
    public DateOnly YearOf(DateOnly date)
    {
        var start = new DateOnly(date.Year, YearStartMonth, 1);
        return start <= date ? start : start.AddYears(-1);
    }

    internal decimal Rounded(decimal amount) => RoundTo <= 0 ? amount : Math.Round(amount / RoundTo, 0, MidpointRounding.AwayFromZero) * RoundTo;
}

/// <summary>Who earns leave by which policy, in which dates.</summary>
[Audited("leaveAssignment")]
public sealed class LeaveAssignment : AggregateRoot
{
    public LeaveAssignment(Guid tenantId, Guid id, Guid employeeId, Guid policyId, Guid leaveTypeId, DateOnly from, DateOnly? to)
        : base(tenantId, id)
    {
        EmployeeId = employeeId;
        PolicyId = policyId;
        LeaveTypeId = leaveTypeId;
        From = from;
        To = to;
    }

    public Guid EmployeeId { get; private set; }

    public Guid PolicyId { get; private set; }

    /// <summary>The policy's: nobody earns leave of one type by two policies on one date.</summary>
    public Guid LeaveTypeId { get; private set; }

    /// <summary>The first date: that of hiring, or of the change of policy.</summary>
    public DateOnly From { get; private set; }

    public DateOnly? To { get; private set; }

    /// <summary>Whether it says what is earned on a date.</summary>
    public bool Covers(DateOnly date) => From <= date && (To is null || date <= To);

    /// <summary>Ends it on a date, or lets it go on. What was earned stays.</summary>
    public Error? EndOn(DateOnly? to)
    {
        if (to < From)
        {
            return new DatesReversed();
        }

        To = to;
        return null;
    }
}
