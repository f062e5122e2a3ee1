using Satcom.Domain.Attendance;

namespace Satcom.Domain.UnitTests.Attendance;

/// <summary>Days whose taps arrive offline, in another order than they were made in.</summary>
internal static class LateDays
{
    /// <summary>Has a day take punches as offline ones, in the order that they are given in.</summary>
    public static AttendanceDay Deliver(IEnumerable<Punch> punches, DayRules rules)
    {
        var date = new DateOnly(2026, 3, 2);
        AttendanceDay? day = null;
        foreach (var punch in punches)
        {
            var facts = Taps.At(punch.OccurredAt) with { IsOffline = true, BreakType = punch.BreakType, WorkMode = punch.WorkMode, WorkDate = date, Rules = rules };
            if (day is null)
            {
                day = Taps.Open(facts);
            }
            else
            {
                Days.Offer(day, punch.Kind, facts).ShouldBeNull($"{punch.Kind} after {string.Join(", ", day.Punches.Select(p => p.Kind))}");
            }
        }

        return day!;
    }

    /// <summary>
    /// The same punches in another order. A session begins before its breaks and its end, a break before its end, and nobody goes on to a later
    /// session or break while an earlier one that was begun still waits for its end.
    /// </summary>
    /// <param name="picks">Which of those that may come next comes, time after time.</param>
    public static List<Punch> Shuffle(IReadOnlyList<Punch> punches, IReadOnlyList<int> picks)
    {
        var left = Stretches(punches);
        List<Punch> shuffled = [];
        for (var i = 0; left.Count > 0; i++)
        {
            List<Stretch> ready = [.. left.Where(s => s.HasBegun || (s.Session?.HasBegun != false && !left.Exists(o => o.HasBegun && o.Session == s.Session && o.At < s.At)))];
            var next = ready[(picks.Count == 0 ? 0 : picks[i % picks.Count]) % ready.Count];
            shuffled.Add(next.Take());
            left.RemoveAll(s => s.IsOver);
        }

        return shuffled;
    }

    private static List<Stretch> Stretches(IReadOnlyList<Punch> punches)
    {
        List<Stretch> stretches = [];
        Stretch? session = null, pause = null;
        foreach (var punch in punches)
        {
            switch (punch.Kind)
            {
                case PunchKind.CheckIn:
                    stretches.Add(session = new Stretch(null, punch));
                    break;
                case PunchKind.BreakStart:
                    stretches.Add(pause = new Stretch(session, punch));
                    break;
                case PunchKind.BreakEnd:
                    pause!.End = punch;
                    break;
                case PunchKind.CheckOut:
                    session!.End = punch;
                    break;
                default:
                    throw new InvalidOperationException($"Unknown punch kind {punch.Kind}.");
            }
        }

        return stretches;
    }

    private sealed class Stretch(Stretch? session, Punch start)
    {
        public Stretch? Session => session;

        public DateTimeOffset At => start.OccurredAt;

        public Punch? End { get; set; }

        public bool HasBegun { get; private set; }

        public bool IsOver { get; private set; }

        public Punch Take()
        {
            (var next, IsOver, HasBegun) = (HasBegun ? End! : start, HasBegun || End is null, true);
            return next;
        }
    }
}
