using Satcom.Domain.Common;

namespace Satcom.Domain.Leaves;

/// <summary>The smallest piece that leave of a type is taken in. Balances of the first two are days, of the last hours.</summary>
public enum LeaveUnit
{
    Day,
    HalfDay,
    Hour,
}

/// <summary>Which part of its dates a request takes.</summary>
public enum LeavePortion
{
    Full,
    Am,
    Pm,

    /// <summary>Some hours of one date, without a time of day.</summary>
    Hours,
}

/// <summary>A sort of leave, such as annual or sick.</summary>
[Audited("leaveType")]
public sealed class LeaveType : AggregateRoot
{
    public const int NameMaxLength = 120;
    public const int ColorLength = 7;

    public LeaveType(Guid tenantId, Guid id, string name, LeaveUnit unit)
        : base(tenantId, id)
    {
        Name = name;
        Unit = unit;
    }

    public string Name { get; private set; }

    /// <summary>Fixed, because balances are counted in it.</summary>
    public LeaveUnit Unit { get; private set; }

    public bool IsPaid { get; private set; } = true;

    public bool NeedsAttachment { get; private set; }

    /// <summary>False where it is taken without a balance, such as sick leave.</summary>
    public bool HasBalance { get; private set; } = true;

    /// <summary>#rrggbb.</summary>
    public string Color { get; private set; } = "#4a7fb5";

    public bool IsArchived { get; private set; }

    public void Describe(string name, bool isPaid, bool needsAttachment, bool hasBalance, string color) =>
        (Name, IsPaid, NeedsAttachment, HasBalance, Color) = (name, isPaid, needsAttachment, hasBalance, color);

    /// <summary>Takes the type out of use, or back into it; what was taken of it stays.</summary>
    public void Archive(bool isArchived = true) => IsArchived = isArchived;

    /// <summary>Whether the unit is fine enough for a portion.</summary>
    public bool Takes(LeavePortion portion) => portion switch
    {
        LeavePortion.Full => true,
        LeavePortion.Hours => Unit == LeaveUnit.Hour,
        _ => Unit != LeaveUnit.Day,
    };
}
