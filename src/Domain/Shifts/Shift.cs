using Satcom.Domain.Common;

namespace Satcom.Domain.Shifts;

/// <summary>A named shift. Its hours change by date, so that days before a change stay judged as they were.</summary>
[Audited("shift")]
public sealed class Shift : AggregateRoot
{
    public const int NameMaxLength = 120;

    private Shift(Guid tenantId, Guid id, string name)
        : base(tenantId, id)
    {
        Name = name;
    }

    public string Name { get; private set; }

    /// <summary>No new assignment takes an archived shift; those that have it keep it.</summary>
    public bool IsArchived { get; private set; }

    public List<Dated<ShiftHours>> Hours { get; private set; } = [];

    public static Result<Shift> Create(Guid tenantId, Guid id, string name, ShiftHours hours)
    {
        var shift = new Shift(tenantId, id, name);
        return shift.ChangeHours(DateOnly.MinValue, hours) is { } error ? error : shift;
    }

    /// <summary>Other hours from a date on.</summary>
    public Error? ChangeHours(DateOnly from, ShiftHours hours)
    {
        if (hours.Judge() is { } error)
        {
            return error;
        }

        Hours = Hours.With(from, hours);
        return null;
    }

    public void Rename(string name) => Name = name;

    public void Archive() => IsArchived = true;

    /// <summary>The hours of a shift that begins on that date.</summary>
    public ShiftHours HoursOn(DateOnly date) => Hours.On(date)!;
}
