using Satcom.Domain.Common;

namespace Satcom.Domain.Shifts;

/// <summary>Halves of a day, in which a person may be off.</summary>
[Flags]
public enum DayHalves
{
    None = 0,

    /// <summary>The first half of the planned time.</summary>
    Am = 1,

    /// <summary>The second half.</summary>
    Pm = 2,

    Both = Am | Pm,
}

/// <summary>A public holiday, or half of one.</summary>
public sealed record Holiday(DateOnly Date, string Name, DayHalves Halves = DayHalves.Both)
{
    public const int NameMaxLength = 120;
}

/// <summary>The calendar holds as many holidays as it can.</summary>
public sealed record HolidayCalendarFull() : Error("holiday_calendar_full", ErrorKind.Unprocessable);

/// <summary>The public holidays of a place. Each person has one calendar, which changes by date as they move.</summary>
[Audited("holidayCalendar")]
public sealed class HolidayCalendar : AggregateRoot
{
    public const int NameMaxLength = 120;

    /// <summary>Some decades of them: each change writes the whole row.</summary>
    public const int HolidaysMax = 1000;

    private Dictionary<DateOnly, Holiday>? _byDate;

    public HolidayCalendar(Guid tenantId, Guid id, string name)
        : base(tenantId, id)
    {
        Name = name;
    }

    public string Name { get; private set; }

    /// <summary>Nobody new gets an archived calendar; those who have it keep it.</summary>
    public bool IsArchived { get; private set; }

    /// <summary>In the order of their dates; one a date.</summary>
    [AuditedByItem]
    public List<Holiday> Holidays { get; private set; } = [];

    /// <summary>Adds a holiday, or changes that of the date. The date is its natural key: the same again changes nothing.</summary>
    /// <returns>True when something changed.</returns>
    public bool Put(Holiday holiday)
    {
        if (Holidays.Contains(holiday))
        {
            return false;
        }

        Keep([.. Holidays.Where(h => h.Date != holiday.Date).Append(holiday).OrderBy(h => h.Date)], holiday.Date);
        return true;
    }

    /// <summary>Whether there is room for a holiday on a date.</summary>
    public Error? JudgeRoom(DateOnly date) => Holidays.Count >= HolidaysMax && Find(date) is null ? new HolidayCalendarFull() : null;

    /// <summary>Takes the holiday of a date away.</summary>
    /// <returns>True when something changed.</returns>
    public bool Remove(DateOnly date)
    {
        var others = Holidays.FindAll(h => h.Date != date);
        if (others.Count == Holidays.Count)
        {
            return false;
        }

        Keep(others, date);
        return true;
    }

    public void Rename(string name) => Name = name;

    public void Archive() => IsArchived = true;

    /// <summary>Which halves of a date are a holiday.</summary>
    public DayHalves On(DateOnly date) => Find(date)?.Halves ?? DayHalves.None;

    /// <summary>The holiday of a date; null where there is none.</summary>
    public Holiday? Find(DateOnly date) => (_byDate ??= Holidays.ToDictionary(h => h.Date)).GetValueOrDefault(date);

    private void Keep(List<Holiday> holidays, DateOnly changed)
    {
        (Holidays, _byDate) = (holidays, null);
        Raise(new ScheduleRulesChanged(TenantId, Id, changed, changed));
    }
}
