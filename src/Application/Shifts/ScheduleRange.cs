using FluentValidation;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Shifts;

/// <summary>The dates that a schedule is asked for. What is left out is made up: a week that begins today, or that ends or begins on the date that is given.</summary>
internal static class ScheduleRange
{
    private const int Week = 6;

    public static void AddRangeRules<T>(this AbstractValidator<T> validator, System.Linq.Expressions.Expression<Func<T, DateOnly?>> from, System.Linq.Expressions.Expression<Func<T, DateOnly?>> to)
    {
        validator.RuleFor(from).IsPlannable();
        validator.RuleFor(to).IsPlannable();
    }

    /// <summary>The range, or how it is wrong.</summary>
    /// <param name="most">The most dates.</param>
    public static Result<DateRange> Of(DateOnly? from, DateOnly? to, DateOnly today, int most)
    {
        var first = from ?? to?.AddDays(-Week) ?? today;
        var last = to ?? first.AddDays(Week);
        return last < first ? ValidationFailed.Of("to", "out_of_range", first)
            : last.DayNumber - first.DayNumber >= most ? ValidationFailed.Of("to", "out_of_range", first.AddDays(most - 1))
            : new DateRange(first, last);
    }
}

/// <summary>Dates from the first to the last, both included.</summary>
internal readonly record struct DateRange(DateOnly First, DateOnly Last);
