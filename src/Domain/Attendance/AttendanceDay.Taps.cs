using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance;

/// <summary>Taps: those that go on from the day as it is, and offline ones that come late and are put in by their time.</summary>
public sealed partial class AttendanceDay
{
    /// <summary>Starts another session: on a day whose last one has ended, or, for an offline tap that comes late, before or between those that there are.</summary>
    public Error? CheckIn(PunchFacts facts)
    {
        var at = WholeSeconds.Of(facts.OccurredAt);
        if (SessionStartedAt is { } open && (!facts.IsOffline || at >= open))
        {
            return new AlreadyCheckedIn();
        }

        if (Events() is not [.., var latest] || at >= latest.At)
        {
            return TryAppend(PunchKind.CheckIn, facts);
        }

        return facts.IsOffline ? CheckInLate(at, facts) : new EventOutOfOrder();
    }

    /// <summary>Ends the session that the tap belongs to, and with it a break that is still running.</summary>
    public Error? CheckOut(PunchFacts facts, int limitSeconds) => TapSession(PunchKind.CheckOut, facts, limitSeconds, _ => null);

    public Error? StartBreak(PunchFacts facts, int limitSeconds) =>
        TapSession(PunchKind.BreakStart, facts, limitSeconds, running => running is null ? null : new BreakAlreadyOpen());

    public Error? EndBreak(PunchFacts facts, int limitSeconds) =>
        TapSession(PunchKind.BreakEnd, facts, limitSeconds, running => running is null ? new NoOpenBreak() : null);

    /// <summary>
    /// Adds a tap to the session that it belongs to: the one that began last before it. Where that one's check-out was forgotten, a
    /// tap that comes late still counts, within the limit.
    /// </summary>
    private Error? TapSession(PunchKind kind, PunchFacts facts, int limitSeconds, Func<BreakType?, Error?> judgeBreak)
    {
        var at = WholeSeconds.Of(facts.OccurredAt);
        var events = DayEvents.Of(_punches, _amendments, withAutomatic: false);
        var start = events.FindLastIndex(e => e.Kind == PunchKind.CheckIn && e.At <= at);
        if (start < 0)
        {
            return SessionStartedAt is null ? new NotCheckedIn() : new EventOutOfOrder();
        }

        var next = events.FindIndex(start + 1, e => e.Kind == PunchKind.CheckIn);
        var session = events[start..(next < 0 ? events.Count : next)];
        if (facts.IsOffline && kind != PunchKind.CheckOut && at < session[^1].At)
        {
            return JudgeLateBreak(kind, at, session) ?? TryAppend(kind, facts);
        }

        if (session[^1].Kind == PunchKind.CheckOut)
        {
            return next < 0 || SessionStartedAt is null ? new NotCheckedIn() : new EventOutOfOrder();
        }

        if (facts.OccurredAt > session[0].At.AddSeconds(limitSeconds))
        {
            return new NotCheckedIn();
        }

        return judgeBreak(new DayWalk(session).OpenBreak) ?? (at < session[^1].At ? new EventOutOfOrder() : TryAppend(kind, facts));
    }

    /// <summary>
    /// Puts a session's check-in before one that was tapped later. What lies inside a session is none; nor is what follows a session that
    /// still waits for its check-out, as long as that may come. Until the new one's own has come, the day is flagged.
    /// </summary>
    private Error? CheckInLate(DateTimeOffset at, PunchFacts facts)
    {
        var events = DayEvents.Of(_punches, _amendments, withAutomatic: false);
        var next = events.FindIndex(e => e.At > at);
        if (next >= 0 && events[next].Kind != PunchKind.CheckIn)
        {
            return new EventOutOfOrder();
        }

        var previous = events.FindLastIndex(e => e.At <= at);
        if (previous >= 0 && events[previous].Kind != PunchKind.CheckOut)
        {
            var start = events.FindLastIndex(previous, e => e.Kind == PunchKind.CheckIn);
            if (start < 0 || at <= facts.Rules.Policy.SessionEnds(events[start].At, facts.Rules.Schedule?.Shift))
            {
                return new EventOutOfOrder();
            }
        }

        if (TryAppend(PunchKind.CheckIn, facts) is { } refusal)
        {
            return refusal;
        }

        if (next >= 0)
        {
            Raise(new CheckOutMissed(EmployeeId, Id, Date, at, WholeSeconds.Between(at, events[next].At), facts.ReceivedAt));
        }

        return null;
    }

    /// <summary>
    /// Judges a break's start or end that comes after later taps of its session. A start may be followed by anything but a break that is
    /// running then: its end may be still to come. An end belongs to a start that has none.
    /// </summary>
    /// <param name="session">Its events, the first at or before that moment.</param>
    private static Error? JudgeLateBreak(PunchKind kind, DateTimeOffset at, List<DayEvent> session)
    {
        var before = session.FindLastIndex(e => e.At <= at);
        var isOnBreak = session[before].Kind == PunchKind.BreakStart;
        return kind == PunchKind.BreakStart
            ? isOnBreak ? new BreakAlreadyOpen() : null
            : !isOnBreak ? new NoOpenBreak()
            : session[before + 1].Kind == PunchKind.BreakEnd ? new EventOutOfOrder()
            : null;
    }

    private Error? TryAppend(PunchKind kind, PunchFacts facts)
    {
        var punch = new Punch(this, _punches.Count + 1, kind, facts);
        if (WorkSpan.Of(DayEvents.Of(_punches.Append(punch), _amendments)) is { } spans && spans.Exists(mine => facts.Elsewhere.Any(mine.Overlaps)))
        {
            return new SessionOverlaps();
        }

        Append(punch, facts.Rules);
        return null;
    }
}
