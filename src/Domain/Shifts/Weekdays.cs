using Satcom.Domain.Common;

namespace Satcom.Domain.Shifts;

/// <summary>A set of days of the week.</summary>
[Flags]
public enum Weekdays
{
    None = 0,
    Sunday = 1,
    Monday = 2,
    Tuesday = 4,
    Wednesday = 8,
    Thursday = 16,
    Friday = 32,
    Saturday = 64,
}

/// <summary>How a company's weeks run: where they start, and which days are the weekend.</summary>
public sealed record WeekRule(DayOfWeek Start, Weekdays Weekend);

/// <summary>Weeks, under rules that change by date.</summary>
public static class WorkWeeks
{
    /// <summary>True when the date falls on one of the days.</summary>
    public static bool Holds(this Weekdays days, DateOnly date) => days.HasFlag((Weekdays)(1 << (int)date.DayOfWeek));

    /// <summary>How many days of a week are not among these.</summary>
    public static int Others(this Weekdays days) => 7 - System.Numerics.BitOperations.PopCount((uint)days);

    /// <summary>
    /// The week that a date lies in. Weeks leave no date out and never overlap: where the rule changes, the old week ends the day before,
    /// and the first one under the new rule may be short.
    /// </summary>
    /// <returns>Its first and last date; null where the history begins later.</returns>
    public static (DateOnly First, DateOnly Last)? WeekOf(this IReadOnlyList<Dated<WeekRule>> rules, DateOnly date)
    {
        var at = rules.IndexOn(date);
        if (at < 0)
        {
            return null;
        }

        var first = date.AddDays(-((7 + (int)date.DayOfWeek - (int)rules[at].Value.Start) % 7));
        var last = first.AddDays(6);
        return (first < rules[at].From ? rules[at].From : first, at + 1 < rules.Count && rules[at + 1].From <= last ? rules[at + 1].From.AddDays(-1) : last);
    }
}
