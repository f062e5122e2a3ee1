using System.ComponentModel;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>A day of the week.</summary>
[Description("A day of the week.")]
public enum Weekday
{
    Sunday,
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
}

/// <summary>Days of the week as clients list them, and as the domain keeps them.</summary>
internal static class WeekdayLists
{
    public static Weekdays ToSet(this IEnumerable<Weekday> days) => days.Aggregate(Weekdays.None, (set, day) => set | (Weekdays)(1 << (int)day));

    /// <summary>In the order of a week that begins on Sunday.</summary>
    public static IReadOnlyList<Weekday> ToList(this Weekdays days) => [.. Enum.GetValues<Weekday>().Where(day => days.HasFlag((Weekdays)(1 << (int)day)))];
}
