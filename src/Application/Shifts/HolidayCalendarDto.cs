using Satcom.Application.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>The public holidays of a place.</summary>
public sealed record HolidayCalendarDto : IVersioned
{
    /// <summary>The calendar's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Unique among the company's calendars that are not archived.</summary>
    public required string Name { get; init; }

    /// <summary>True when nobody new gets it.</summary>
    public required bool IsArchived { get; init; }

    /// <summary>In the order of their dates; one a date.</summary>
    public required IReadOnlyList<HolidayDto> Holidays { get; init; }

    /// <summary>Changes with every change of the calendar or its holidays; as ETag too.</summary>
    public uint Version { get; set; }

    internal static HolidayCalendarDto AfterChange(HolidayCalendar calendar) => Of(calendar) with { Version = 0 };

    internal static HolidayCalendarDto Of(HolidayCalendar calendar) => new()
    {
        Id = calendar.Id,
        Name = calendar.Name,
        IsArchived = calendar.IsArchived,
        Holidays = [.. calendar.Holidays.Select(h => new HolidayDto(h.Date, h.Name, h.Halves.ToContract()))],
        Version = calendar.Version,
    };
}

/// <summary>A public holiday.</summary>
/// <param name="Date">Its date.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Halves">Whether it is a whole one, or which half of the day.</param>
public sealed record HolidayDto(DateOnly Date, string Name, HolidayHalves Halves);
