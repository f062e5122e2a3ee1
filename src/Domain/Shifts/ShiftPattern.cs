using Satcom.Domain.Common;

namespace Satcom.Domain.Shifts;

/// <summary>A pattern has no slot, too many, or nothing but rest.</summary>
public sealed record ShiftPatternInvalid() : Error("shift_pattern_invalid", ErrorKind.Unprocessable);

/// <summary>A cycle of days, each with a shift or rest: seven slots are a weekly pattern, any other number a rotation.</summary>
[Audited("shiftPattern")]
public sealed class ShiftPattern : AggregateRoot
{
    public const int NameMaxLength = 120;
    public const int SlotsMax = 366;

    private ShiftPattern(Guid tenantId, Guid id, string name)
        : base(tenantId, id)
    {
        Name = name;
    }

    public string Name { get; private set; }

    /// <summary>No new assignment takes an archived pattern; those that have it keep it.</summary>
    public bool IsArchived { get; private set; }

    /// <summary>A shift's id for each day of the cycle; null is rest.</summary>
    public List<Guid?> Slots { get; private set; } = [];

    public static Result<ShiftPattern> Create(Guid tenantId, Guid id, string name, IReadOnlyList<Guid?> slots)
    {
        if (slots.Count is 0 or > SlotsMax || slots.All(s => s is null))
        {
            return new ShiftPatternInvalid();
        }

        var pattern = new ShiftPattern(tenantId, id, name) { Slots = [.. slots] };
        pattern.Raise(new ScheduleRulesChanged(tenantId, id, DateOnly.MaxValue));
        return pattern;
    }

    public void Rename(string name) => Name = name;

    public void Archive() => IsArchived = true;

    /// <summary>The shift of a date in a cycle whose first slot falls on the anchor; null is rest.</summary>
    public Guid? On(DateOnly anchor, DateOnly date)
    {
        var at = (date.DayNumber - anchor.DayNumber) % Slots.Count;
        return Slots[at < 0 ? at + Slots.Count : at];
    }
}
