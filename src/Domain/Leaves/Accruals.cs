using System.Globalization;

namespace Satcom.Domain.Leaves;

/// <summary>Something that is earned on a date.</summary>
/// <param name="Key">Names what it is for: posted once, whatever runs twice.</param>
public sealed record Accrual(string Key, DateOnly Date, decimal Amount);

/// <summary>What a policy earns, date by date.</summary>
public static class Accruals
{
    /// <summary>Everything that is earned from the start of an assignment until a date, in order.</summary>
    /// <param name="from">The first date of the assignment.</param>
    /// <param name="to">Its last date, if one is known.</param>
    public static IEnumerable<Accrual> Of(LeaveTerms terms, DateOnly from, DateOnly? to, DateOnly through) => terms.Accrual switch
    {
        AccrualKind.None => [],
        AccrualKind.OnHire => from <= through && terms.Amount > 0 ? [new Accrual("hire:" + Iso(from), from, terms.Rounded(terms.Amount))] : [],
        AccrualKind.Yearly => Years(terms, from, to, through).SelectMany(year => InYear(terms, year, months: 12, from, to, through)),
        AccrualKind.Monthly => Years(terms, from, to, through).SelectMany(year => InYear(terms, year, months: 1, from, to, through)),
    };

    private static IEnumerable<DateOnly> Years(LeaveTerms terms, DateOnly from, DateOnly? to, DateOnly through)
    {
        for (var year = terms.YearOf(from); year <= through && (to is null || year <= to); year = year.AddYears(1))
        {
            yield return year;
        }
    }

    /// <summary>The pieces of one year. Each is what the year has earned by its end less what it had before, so that they sum to the rounded whole.</summary>
    private static IEnumerable<Accrual> InYear(LeaveTerms terms, DateOnly year, int months, DateOnly from, DateOnly? to, DateOnly through)
    {
        var (earned, posted) = (0m, 0m);
        for (var start = year; start < year.AddYears(1); start = start.AddMonths(months))
        {
            var end = start.AddMonths(months);
            earned += terms.Amount * months / 12 * Share(terms, start, end, from, to);
            var date = from > start ? from : start;
            var amount = terms.Rounded(earned) - posted;
            if (date < end && date <= through && amount > 0)
            {
                posted += amount;

                // Whoever changes to another policy within a period earns its rest by that one.
                yield return new Accrual((months == 1 ? "month:" : "year:") + Iso(date), date, amount);
            }
        }
    }

    /// <summary>How much of a period the assignment covers, by its days.</summary>
    private static decimal Share(LeaveTerms terms, DateOnly start, DateOnly end, DateOnly from, DateOnly? to)
    {
        var first = from > start ? from : start;
        var behind = to is { } last && last < end.AddDays(-1) ? last.AddDays(1) : end;
        var days = behind.DayNumber - first.DayNumber;
        return days <= 0 ? 0 : terms.IsProRata ? (decimal)days / (end.DayNumber - start.DayNumber) : 1;
    }

    internal static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
