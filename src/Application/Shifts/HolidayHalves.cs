using System.ComponentModel;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>How much of its day a holiday takes.</summary>
[Description("How much of its day a holiday takes.")]
public enum HolidayHalves
{
    /// <summary>All of it.</summary>
    Both,

    /// <summary>The first half.</summary>
    Am,

    /// <summary>The second half.</summary>
    Pm,
}

/// <summary>The same as the domain keeps it.</summary>
internal static class DayHalvesOfHolidays
{
    public static DayHalves ToDomain(this HolidayHalves halves) => halves switch
    {
        HolidayHalves.Am => DayHalves.Am,
        HolidayHalves.Pm => DayHalves.Pm,
        _ => DayHalves.Both,
    };

    public static HolidayHalves ToContract(this DayHalves halves) => halves switch
    {
        DayHalves.Am => HolidayHalves.Am,
        DayHalves.Pm => HolidayHalves.Pm,
        _ => HolidayHalves.Both,
    };
}
