using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance;

/// <summary>What a day's punches amount to. A pure function of them: rebuilt at any time, it comes out identical.</summary>
/// <param name="WorkedSeconds">Time inside sessions less unpaid breaks, up to the latest punch.</param>
/// <param name="BreakSeconds">Paid short breaks that have ended.</param>
/// <param name="LunchSeconds">Unpaid lunches that have ended.</param>
/// <param name="OpenBreak">The kind of the break that is running, if one is.</param>
/// <param name="SessionStartedAt">The check-in of the session that is open, if one is.</param>
/// <param name="HasForgotten">Whether a session has no check-out although another one followed it.</param>
public readonly record struct DayTotals(int WorkedSeconds, int BreakSeconds, int LunchSeconds, BreakType? OpenBreak, DateTimeOffset? SessionStartedAt, bool HasForgotten = false)
{
    /// <summary>Adds up punches that are ordered by time.</summary>
    public static DayTotals Of(IReadOnlyList<Punch> punches)
    {
        int worked = 0, paid = 0, lunch = 0;
        DateTimeOffset? sessionStart = null;
        DateTimeOffset workFrom = default, breakFrom = default;
        BreakType? open = null;
        var hasForgotten = false;

        foreach (var punch in punches)
        {
            switch (punch.Kind)
            {
                case PunchKind.CheckIn:
                    // After a forgotten check-out nobody knows when a break of that session ended.
                    open = null;
                    hasForgotten |= sessionStart is not null;
                    sessionStart = workFrom = punch.OccurredAt;
                    break;
                case PunchKind.BreakStart:
                    worked += WholeSeconds.Between(workFrom, punch.OccurredAt);
                    workFrom = breakFrom = punch.OccurredAt;
                    open = punch.BreakType ?? BreakType.Break;
                    break;
                case PunchKind.BreakEnd:
                    EndBreak(punch.OccurredAt);
                    break;
                case PunchKind.CheckOut:
                    // A break that is still open ends with the session.
                    EndBreak(punch.OccurredAt);
                    worked += WholeSeconds.Between(workFrom, punch.OccurredAt);
                    sessionStart = null;
                    break;
                default:
                    throw new InvalidOperationException($"Unknown punch kind {punch.Kind}.");
            }
        }

        return new DayTotals(worked, paid, lunch, open, sessionStart, hasForgotten);

        void EndBreak(DateTimeOffset at)
        {
            if (open is null)
            {
                return;
            }

            var seconds = WholeSeconds.Between(breakFrom, at);
            if (open == BreakType.Lunch)
            {
                lunch += seconds;
            }
            else
            {
                paid += seconds;
                worked += seconds;
            }

            open = null;
            workFrom = at;
        }
    }
}
