using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance;

/// <summary>A break or lunch of a day.</summary>
/// <param name="EndedAt">With its session at the latest; null while it runs.</param>
public readonly record struct DayBreak(BreakType Type, DateTimeOffset StartedAt, DateTimeOffset? EndedAt)
{
    /// <summary>Zero while it runs.</summary>
    public int Seconds => EndedAt is { } end ? WholeSeconds.Between(StartedAt, end) : 0;

    /// <summary>The breaks among a day's events, which are ordered by time. One whose session was forgotten has no end.</summary>
    public static IReadOnlyList<DayBreak> Of(IReadOnlyList<DayEvent> events)
    {
        List<DayBreak> breaks = [];
        var (inside, running) = (false, false);
        foreach (var e in events)
        {
            switch (e.Kind)
            {
                case PunchKind.CheckIn:
                    (inside, running) = (true, false);
                    break;
                case PunchKind.BreakStart when inside && !running:
                    breaks.Add(new DayBreak(e.BreakType ?? BreakType.Break, e.At, EndedAt: null));
                    running = true;
                    break;
                case PunchKind.BreakEnd or PunchKind.CheckOut:
                    if (running)
                    {
                        breaks[^1] = breaks[^1] with { EndedAt = e.At };
                    }

                    (inside, running) = (inside && e.Kind == PunchKind.BreakEnd, false);
                    break;
                default:
                    break;
            }
        }

        return breaks;
    }
}
