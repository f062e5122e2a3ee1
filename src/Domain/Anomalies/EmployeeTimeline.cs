namespace Satcom.Domain.Anomalies;

/// <summary>
/// What rules know of a person: every date of a window, in order and without gaps, and the company's weeks over it. A view of memory that its
/// builder owns: it holds until that begins the next person, and no rule can change it.
/// </summary>
public readonly ref struct EmployeeTimeline
{
    public required Guid EmployeeId { get; init; }

    /// <summary>The person's present roles.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    public required TimelineWindow Window { get; init; }

    /// <summary>One for each date of the window.</summary>
    public required ReadOnlySpan<TimelineDay> Days { get; init; }

    /// <summary>The moment that is judged at.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The person's local date of that moment.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>The judged dates alone.</summary>
    public ReadOnlySpan<TimelineDay> Judged => Between(Window.From, Window.To);

    /// <summary>The days of a week.</summary>
    public ReadOnlySpan<TimelineDay> Of(TimelineWeek week) => Between(week.First, week.Last);

    private ReadOnlySpan<TimelineDay> Between(DateOnly first, DateOnly last)
    {
        var start = first.DayNumber - Window.First.DayNumber;
        return Days.Slice(start, last.DayNumber - first.DayNumber + 1);
    }
}
