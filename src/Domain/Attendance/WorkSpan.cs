namespace Satcom.Domain.Attendance;

/// <summary>A time in which somebody worked. No two of one person overlap: nobody is paid twice for an hour.</summary>
/// <param name="From">The check-in.</param>
/// <param name="To">The check-out, which no longer belongs to it; of a session without one the latest punch, which does.</param>
/// <param name="IsOpenEnded">True while the session has no check-out.</param>
public sealed record WorkSpan(DateTimeOffset From, DateTimeOffset To, bool IsOpenEnded)
{
    /// <summary>The spans of a day's events, which are ordered by time.</summary>
    /// <returns>Null when there is none. An online check-in alone is none: it is now, where no other session can be.</returns>
    public static List<WorkSpan>? Of(IReadOnlyList<DayEvent> events)
    {
        List<WorkSpan>? spans = null;
        for (var (start, i) = (0, 0); i < events.Count; i++)
        {
            if (i + 1 < events.Count && events[i + 1].Kind != PunchKind.CheckIn)
            {
                continue;
            }

            var span = new WorkSpan(events[start].At, events[i].At, events[i].Kind != PunchKind.CheckOut);
            if (span.IsOpenEnded ? i > start || events[i].IsOffline : span.From < span.To)
            {
                (spans ??= []).Add(span);
            }

            start = i + 1;
        }

        return spans;
    }

    public bool Overlaps(WorkSpan other) => EndsAfter(other.From) && other.EndsAfter(From);

    /// <summary>True when the span reaches over that moment, or ends after it.</summary>
    private bool EndsAfter(DateTimeOffset at) => IsOpenEnded ? To >= at : To > at;
}
