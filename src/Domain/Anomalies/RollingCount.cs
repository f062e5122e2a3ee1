namespace Satcom.Domain.Anomalies;

/// <summary>How a rule counts the days of a rolling window.</summary>
internal interface IDayCount
{
    /// <summary>How much the day adds.</summary>
    int Of(in TimelineDay day);

    /// <summary>Whether the day is one of those that the window is long.</summary>
    bool Fills(in TimelineDay day);
}

/// <summary>The latest window of a week that reached the threshold.</summary>
/// <param name="days">From its first day to that which reached it.</param>
internal readonly ref struct RollingHit(TimelineWeek week, ReadOnlySpan<TimelineDay> days, int sum)
{
    public TimelineWeek Week { get; } = week;

    public ReadOnlySpan<TimelineDay> Days { get; } = days;

    public int Sum { get; } = sum;
}

/// <summary>
/// Counts in a window that moves with the days, and tells for each judged week the latest day that counted and whose window reached the threshold.
/// Weeks are the subject, because each day by itself would raise anew what is already being looked at, and a window alone begins elsewhere each day.
/// </summary>
/// <param name="length">How many days that fill it the window is long.</param>
/// <param name="reachDays">How many calendar days it may reach over at most.</param>
internal ref struct RollingCount<TCount>(EmployeeTimeline timeline, TCount count, int length, int reachDays, int threshold)
    where TCount : struct, IDayCount
{
    private readonly ReadOnlySpan<TimelineDay> _days = timeline.Days;
    private readonly TimelineWindow _window = timeline.Window;
    private int _week;
    private int _next;
    private int _start;
    private int _filled;
    private int _sum;

    public RollingHit Current { get; private set; }

    public bool MoveNext()
    {
        while (_week < _window.Weeks.Length)
        {
            var week = _window.Weeks[_week++];
            var (from, to, sum) = (0, -1, 0);
            for (; _next < _days.Length && _days[_next].Date <= week.Last; _next++)
            {
                if (Step() && _sum >= threshold)
                {
                    (from, to, sum) = (_start, _next, _sum);
                }
            }

            if (to >= 0 && _window.Judges(week.First))
            {
                Current = new RollingHit(week, _days[from..(to + 1)], sum);
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes the next day in, and lets go of those that the window is too short for.</summary>
    private bool Step()
    {
        ref readonly var day = ref _days[_next];
        var added = count.Of(day);
        _sum += added;
        _filled += count.Fills(day) ? 1 : 0;
        while (_filled > length || _next - _start >= reachDays)
        {
            ref readonly var gone = ref _days[_start++];
            _sum -= count.Of(gone);
            _filled -= count.Fills(gone) ? 1 : 0;
        }

        return added > 0;
    }
}
