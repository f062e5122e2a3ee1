namespace Satcom.Domain.Common;

/// <summary>A value that is valid from a date on, until the next one of its history begins.</summary>
/// <param name="From">The first date of its validity.</param>
public readonly record struct Dated<T>(DateOnly From, T Value);

/// <summary>Histories: lists of dated values in the order of their dates. What was before the first one is not known.</summary>
public static class DatedHistory
{
    /// <summary>The value of a date, or the default where the history begins later.</summary>
    public static T? On<T>(this IReadOnlyList<Dated<T>> history, DateOnly date)
    {
        var at = history.IndexOn(date);
        return at < 0 ? default : history[at].Value;
    }

    /// <summary>Where the value of a date stands; -1 where the history begins later.</summary>
    public static int IndexOn<T>(this IReadOnlyList<Dated<T>> history, DateOnly date)
    {
        var at = history.Count - 1;
        while (at >= 0 && history[at].From > date)
        {
            at--;
        }

        return at;
    }

    /// <summary>Whether any value of a period, both dates included, is such a one. Dates before the history have none.</summary>
    public static bool HasAny<T>(this IReadOnlyList<Dated<T>> history, DateOnly from, DateOnly to, Func<T, bool> predicate)
    {
        for (var at = Math.Max(history.IndexOn(from), 0); at < history.Count && history[at].From <= to; at++)
        {
            if (predicate(history[at].Value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The history with another value from a date on. What begins on that date or later gives way.</summary>
    public static List<Dated<T>> With<T>(this IReadOnlyList<Dated<T>> history, DateOnly from, T value) =>
        [.. history.Where(d => d.From < from), new Dated<T>(from, value)];

    /// <summary>The history with another value from a date on.</summary>
    /// <returns>Null where that changes nothing: the date has the value, and nothing else begins later.</returns>
    public static List<Dated<T>>? Changed<T>(this IReadOnlyList<Dated<T>> history, DateOnly from, T value, IEqualityComparer<T>? comparer = null)
    {
        var at = history.IndexOn(from);
        if (!(comparer ?? EqualityComparer<T>.Default).Equals(at < 0 ? default : history[at].Value, value))
        {
            return history.With(from, value);
        }

        return at + 1 < history.Count ? [.. history.Take(at + 1)] : null;
    }

    /// <summary>The first date after this one on which another value begins; null where none does.</summary>
    public static DateOnly? NextAfter<T>(this IReadOnlyList<Dated<T>> history, DateOnly date)
    {
        foreach (var dated in history)
        {
            if (dated.From > date)
            {
                return dated.From;
            }
        }

        return null;
    }

    /// <summary>One history over another: where the upper one has no value, that of the lower holds.</summary>
    public static IReadOnlyList<Dated<T>> Over<T>(this IReadOnlyList<Dated<T>> upper, IReadOnlyList<Dated<T>> lower)
    {
        if (upper.Count == 0)
        {
            return lower;
        }

        return [.. upper.Concat(lower).Select(d => d.From).Distinct().Order().Select(from => new Dated<T>(from, (upper.On(from) is { } own ? own : lower.On(from))!))];
    }
}
