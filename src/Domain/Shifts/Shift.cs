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
        if (hours.Judge() is { } error)
        {
            return error;
        }

        var shift = new Shift(tenantId, id, name) { Hours = [new(DateOnly.MinValue, hours)] };
        shift.Raise(new ScheduleRulesChanged(tenantId, id, DateOnly.MaxValue));
        return shift;
    }

    /// <summary>Other hours from a date on; what was to begin on that date or later gives way.</summary>
    /// <param name="today">The company's date of the present.</param>
    public Error? ChangeHours(DateOnly from, DateOnly today, ShiftHours hours)
    {
        if (hours.Judge() is { } error)
        {
            return error;
        }

        if (from < today)
        {
            return new EffectiveInPast();
        }

        if (Hours.Changed(from, hours) is { } changed)
        {
            Hours = changed;
            Raise(new ScheduleRulesChanged(TenantId, Id, from));
        }

        return null;
    }

    public void Rename(string name) => Name = name;

    public void Archive() => IsArchived = true;

    /// <summary>The hours of a shift that begins on that date.</summary>
    public ShiftHours HoursOn(DateOnly date) => Hours.On(date)!;
}
