using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance;

/// <summary>How an amendment came to be.</summary>
public enum AmendmentKind
{
    /// <summary>HR said what the day was.</summary>
    Override,

    /// <summary>The person asked for it, and it was approved.</summary>
    Correction,

    /// <summary>A forgotten check-out was closed by rule.</summary>
    AutoClose,
}

/// <summary>
/// What was added to a day beside its punches, with the reason. Immutable. An override or correction takes the place of the punches and
/// amendments before it; punches that come later count beside it, for a correction those that came since it was asked for. An automatic closing adds one check-out.
/// </summary>
[Audited("attendanceAmendment")]
public sealed record DayAmendment : ITenantOwned
{
    public const int ReasonMaxLength = 500;
    public const int EventsMax = 64;

    /// <inheritdoc/>
    public Guid TenantId { get; init; }

    public required Guid Id { get; init; }

    public Guid DayId { get; init; }

    /// <summary>Position among the day's amendments, from 1.</summary>
    public int Sequence { get; init; }

    public required AmendmentKind Kind { get; init; }

    /// <summary>Who decided it; null is the service.</summary>
    public Guid? By { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Reason { get; init; }

    /// <summary>
    /// The number of punches that it takes the place of: those that the day had when it was said, or, for a correction, when it was asked for. Null until
    /// it is added to the day: all that the day has then.
    /// </summary>
    public int? AfterSequence { get; init; }

    public required IReadOnlyList<DayEvent> Events { get; init; }
}

/// <summary>A reason is missing.</summary>
public sealed record ReasonRequired() : Error("reason_required", ErrorKind.Unprocessable);

/// <summary>The day lies in a period that is locked.</summary>
public sealed record DayLocked() : Error("day_locked", ErrorKind.Conflict);

/// <summary>A break lies outside its session, or overlaps another.</summary>
public sealed record BreakOverlaps() : Error("break_overlaps", ErrorKind.Unprocessable);

/// <summary>The events of a day, as they count.</summary>
public static class DayEvents
{
    /// <summary>Punches and amendments in the order of their happening, which is not that of their arrival where one came late.</summary>
    /// <param name="withAutomatic">Whether automatic check-outs count, where their session has no real one.</param>
    public static List<DayEvent> Of(IEnumerable<Punch> punches, IReadOnlyList<DayAmendment> amendments, bool withAutomatic = true)
    {
        var last = amendments.Count - 1;
        while (last >= 0 && amendments[last].Kind == AmendmentKind.AutoClose)
        {
            last--;
        }

        var after = last < 0 ? 0 : amendments[last].AfterSequence ?? int.MaxValue;
        List<DayEvent> events = last < 0 ? [] : [.. amendments[last].Events];
        events.AddRange(punches.Where(p => p.Sequence > after).OrderBy(p => p.Sequence).Select(DayEvent.Of));
        events.AddRange(amendments.Skip(last + 1).Where(_ => withAutomatic).SelectMany(a => a.Events));

        // Stable: what happened in the same second keeps the order of its arrival.
        List<DayEvent> ordered = [.. events.OrderBy(e => e.At)];
        DropSuperseded(ordered);
        return ordered;
    }

    /// <summary>Judges events that somebody entered by hand: they must be a day that could have been tapped.</summary>
    public static Error? Judge(IReadOnlyList<DayEvent> events, DateTimeOffset now)
    {
        var (inside, onBreak) = (false, false);
        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i];
            if (e.At > now)
            {
                return new EventInFuture();
            }

            if (i > 0 && e.At < events[i - 1].At)
            {
                return new EventOutOfOrder();
            }

            Error? refusal = e.Kind switch
            {
                PunchKind.CheckIn => inside ? new AlreadyCheckedIn() : null,
                PunchKind.CheckOut => inside ? null : new NotCheckedIn(),
                PunchKind.BreakStart => inside && !onBreak ? null : new BreakOverlaps(),
                PunchKind.BreakEnd => onBreak ? null : new NoOpenBreak(),
            };
            if (refusal is not null)
            {
                return refusal;
            }

            (inside, onBreak) = e.Kind switch
            {
                PunchKind.CheckIn => (true, false),
                PunchKind.CheckOut => (false, false),
                _ => (true, e.Kind == PunchKind.BreakStart),
            };
        }

        return null;
    }

    /// <summary>True when the session that began last before a moment has no check-out, and may last until then.</summary>
    /// <param name="events">In the order of their happening.</param>
    public static bool AwaitTap(List<DayEvent> events, DateTimeOffset at, int limitSeconds)
    {
        var start = events.FindLastIndex(e => e.Kind == PunchKind.CheckIn && e.At <= at);
        if (start < 0 || at > events[start].At.AddSeconds(limitSeconds))
        {
            return false;
        }

        var end = events.FindIndex(start + 1, e => e.Kind is PunchKind.CheckIn or PunchKind.CheckOut);
        return end < 0 || events[end].Kind == PunchKind.CheckIn;
    }

    /// <summary>An automatic check-out gives way to a real one of its session, whichever is earlier.</summary>
    private static void DropSuperseded(List<DayEvent> events)
    {
        for (var i = events.Count - 1; i >= 0; i--)
        {
            if (!events[i].IsAutomatic)
            {
                continue;
            }

            var start = events.FindLastIndex(i, e => e.Kind == PunchKind.CheckIn);
            var next = events.FindIndex(i, e => e.Kind == PunchKind.CheckIn);
            var end = next < 0 ? events.Count : next;
            if (start < 0 || events.FindIndex(start, end - start, e => e is { Kind: PunchKind.CheckOut, IsAutomatic: false }) >= 0)
            {
                events.RemoveAt(i);
            }
        }
    }
}
