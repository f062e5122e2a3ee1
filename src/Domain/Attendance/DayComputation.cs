using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Domain.Attendance;

/// <summary>What the figures of a day are made of.</summary>
/// <param name="Date">The day's date.</param>
/// <param name="TimeZone">The zone that its midnights are those of: that of its first punch.</param>
/// <param name="Events">In the order of their happening.</param>
/// <param name="IsGivenUp">Whether the last session outlived its limit, so that it is no open one.</param>
public sealed record DayInput(DateOnly Date, string TimeZone, IReadOnlyList<DayEvent> Events, DayRules Rules, bool IsGivenUp);

/// <summary>The one way from a day's events to its figures. Pure: the same input comes out identical, whenever it is asked.</summary>
public static class DayComputation
{
    /// <summary>Computes a day.</summary>
    public static DayFigures Compute(DayInput input)
    {
        var (events, rules) = (input.Events, input.Rules);
        var walk = new DayWalk(events);
        var stretches = walk.Stretches;
        var deducted = Deduct(walk, rules.Policy.BreakRules);
        var isGivenUp = input.IsGivenUp && walk.SessionStartedAt is not null;
        var isOpen = walk.SessionStartedAt is not null;
        var (late, early) = Punctuality(walk, events, isOpen, rules.Schedule);
        var parts = Parts(input, stretches, deducted);
        var scheduled = rules.Schedule?.ScheduledSeconds ?? 0;
        var (overtime, ordinary) = Overtime.OfDay(ToOvertimeDay(rules.Schedule, parts), rules.Policy.Overtime, rules.Week);

        return new DayFigures
        {
            Status = isGivenUp ? AttendanceStatus.MissingCheckOut
                : !isOpen ? AttendanceStatus.Completed
                : walk.OpenBreak is not null ? AttendanceStatus.OnBreak
                : AttendanceStatus.Working,
            FirstCheckInAt = walk.FirstCheckInAt,
            LastCheckOutAt = walk.LastCheckOutAt,
            SessionStartedAt = isGivenUp ? null : walk.SessionStartedAt,
            UnclosedSince = walk.SessionStartedAt,
            LackingSince = walk.ForgottenSince ?? walk.SessionStartedAt ?? ClosedByRuleSince(events),
            LatestAt = events.Count > 0 ? events[^1].At : null,
            WorkedSeconds = parts.Sum(p => p.WorkedSeconds),
            BreakSeconds = parts.Sum(p => p.BreakSeconds),
            LunchSeconds = parts.Sum(p => p.LunchSeconds),
            LongestBreakSeconds = Longest(DayBreak.Of(events)),
            PlannedBreakSeconds = rules.Schedule?.Shift is { Hours: var hours } ? hours.BreakSeconds + hours.LunchSeconds : 0,
            ShiftId = rules.Schedule?.Shift?.ShiftId,
            DeductedSeconds = deducted,
            ScheduledSeconds = scheduled,
            CreditedSeconds = rules.Schedule?.CreditedSeconds ?? 0,
            LateSeconds = late,
            EarlyLeaveSeconds = early,
            Overtime = overtime,
            OrdinarySeconds = ordinary,
            Parts = parts,
            Flags = Flags(walk, events, rules, isGivenUp, late, early, deducted, parts),
            WorkModes = [.. events.Where(e => e.WorkMode is not null).Select(e => e.WorkMode!.Value).Distinct()],
            Sessions = WorkSpan.Of(events),
        };
    }

    /// <summary>The check-in of the first session that was closed by rule.</summary>
    private static DateTimeOffset? ClosedByRuleSince(IReadOnlyList<DayEvent> events)
    {
        DateTimeOffset? start = null;
        foreach (var e in events)
        {
            start = e.Kind == PunchKind.CheckIn ? e.At : start;
            if (e.IsAutomatic)
            {
                return start;
            }
        }

        return null;
    }

    private static int Longest(IReadOnlyList<DayBreak> breaks)
    {
        var longest = 0;
        for (var i = 0; i < breaks.Count; i++)
        {
            longest = Math.Max(longest, breaks[i].Seconds);
        }

        return longest;
    }

    /// <summary>A share of a weekly target is no threshold: more of one day is less of another.</summary>
    private static OvertimeDay ToOvertimeDay(ScheduledDay? schedule, IReadOnlyList<DayPart> parts) =>
        new(schedule is { IsExpected: true, IsBound: true } expected ? expected.ScheduledSeconds : null, schedule?.CreditedSeconds ?? 0, [.. parts.Select(p => p.Eligible)]);

    /// <summary>What the rules miss of breaks. It never takes the worked time below the threshold that asks for the break, so that nobody loses by working longer.</summary>
    private static int Deduct(DayWalk walk, IReadOnlyList<BreakRule> rules)
    {
        if (rules.Count == 0)
        {
            return 0;
        }

        int work = 0, paid = 0, rested = walk.GapSeconds;
        foreach (var stretch in walk.Stretches)
        {
            work += stretch.Kind == StretchKind.Work ? stretch.Range.Seconds : 0;
            paid += stretch.Kind == StretchKind.PaidBreak ? stretch.Range.Seconds : 0;
            rested += stretch.Kind == StretchKind.Work ? 0 : stretch.Range.Seconds;
        }

        var deducted = 0;
        foreach (var (after, minimum) in rules)
        {
            var beyond = work + paid - deducted - after;
            deducted += Math.Clamp(minimum - rested - deducted, 0, Math.Max(0, Math.Min(beyond, work - deducted)));
        }

        return deducted;
    }

    /// <summary>How late the person came and how early they left, beyond grace: by the sessions that lie in the shift, where one does. Of an open day nobody knows the latter.</summary>
    private static (int Late, int Early) Punctuality(DayWalk walk, IReadOnlyList<DayEvent> events, bool isOpen, ScheduledDay? schedule)
    {
        if (schedule is not { IsExpected: true, Shift: { } shift, Kind: DayKind.Working } || walk.FirstCheckInAt is not { } first)
        {
            return (0, 0);
        }

        var (came, left) = PresenceIn(shift, events);
        var late = WholeSeconds.Between(shift.StartsAt, Clamp(came ?? first, shift));
        var early = isOpen || (left ?? walk.LastCheckOutAt) is not { } last ? 0 : WholeSeconds.Between(Clamp(last, shift), shift.EndsAt);
        var excusedLate = Math.Min(late, schedule.ExcusedSeconds);
        var excusedEarly = Math.Min(early, schedule.ExcusedSeconds - excusedLate);
        (late, early) = (late - excusedLate, early - excusedEarly);
        return (late > shift.Hours.LateGraceSeconds ? late : 0, early > shift.Hours.EarlyLeaveGraceSeconds ? early : 0);
    }

    /// <summary>When the first session began that lies in the shift, and when the last such ended; null where none does. One without a check-out may have lasted until the next.</summary>
    private static (DateTimeOffset? Came, DateTimeOffset? Left) PresenceIn(PlannedShift shift, IReadOnlyList<DayEvent> events)
    {
        DateTimeOffset? came = null, left = null, start = null;
        for (var i = 0; i <= events.Count; i++)
        {
            if (i < events.Count && events[i].Kind is PunchKind.BreakStart or PunchKind.BreakEnd)
            {
                continue;
            }

            var end = i < events.Count ? events[i].At : DateTimeOffset.MaxValue;
            if (start is { } from && from < shift.EndsAt && end > shift.StartsAt)
            {
                (came, left) = (came ?? from, end);
            }

            start = i < events.Count && events[i].Kind == PunchKind.CheckIn ? events[i].At : null;
        }

        return (came, left);
    }

    private static DateTimeOffset Clamp(DateTimeOffset at, PlannedShift shift) => at < shift.StartsAt ? shift.StartsAt : at > shift.EndsAt ? shift.EndsAt : at;

    private static List<DayPart> Parts(DayInput input, IReadOnlyList<Stretch> stretches, int deducted)
    {
        var rules = input.Rules;
        var isSplit = rules.Policy.Attribution == DayAttribution.SplitAtMidnight;
        List<DayPart> parts = [new DayPart(input.Date, 0, 0, 0, new EligibleTime(rules.KindOf(0), 0))];

        // A missing break is taken from the latest work, so what lies behind this moment of work is not counted.
        var counted = -deducted;
        foreach (var stretch in stretches)
        {
            counted += stretch.Kind == StretchKind.Work ? stretch.Range.Seconds : 0;
        }

        var midnight = isSplit ? LocalTimes.StartOf(input.Date.AddDays(1), input.TimeZone) : DateTimeOffset.MaxValue;
        foreach (var stretch in stretches)
        {
            var from = stretch.Range.From;
            while (from < stretch.Range.To)
            {
                while (from >= midnight)
                {
                    parts.Add(new DayPart(parts[^1].Date.AddDays(1), 0, 0, 0, new EligibleTime(rules.KindOf(parts.Count), 0)));
                    midnight = LocalTimes.StartOf(parts[^1].Date.AddDays(1), input.TimeZone);
                }

                var to = stretch.Range.To < midnight ? stretch.Range.To : midnight;
                parts[^1] = Count(parts[^1], stretch, new TimeRange(from, to), rules, ref counted);
                from = to;
            }
        }

        return parts;
    }

    private static DayPart Count(DayPart part, Stretch stretch, TimeRange range, DayRules rules, ref int left)
    {
        if (stretch.Kind == StretchKind.Lunch)
        {
            return part with { LunchSeconds = part.LunchSeconds + range.Seconds };
        }

        var isWork = stretch.Kind == StretchKind.Work;
        var seconds = isWork ? Math.Min(range.Seconds, left) : range.Seconds;
        left -= isWork ? seconds : 0;
        var start = rules.Schedule is { IsExpected: true, Shift: { } shift } && !rules.Policy.Overtime.BeforeShift ? shift.StartsAt : DateTimeOffset.MinValue;
        var end = range.From.AddSeconds(seconds);
        var eligible = stretch.IsAutomatic || end <= start ? 0 : WholeSeconds.Between(range.From > start ? range.From : start, end);
        return part with
        {
            WorkedSeconds = part.WorkedSeconds + seconds,
            BreakSeconds = part.BreakSeconds + (isWork ? 0 : seconds),
            Eligible = part.Eligible with { Seconds = part.Eligible.Seconds + eligible },
        };
    }

    private static List<string> Flags(
        DayWalk walk, IReadOnlyList<DayEvent> events, DayRules rules, bool isGivenUp, int late, int early, int deducted, List<DayPart> parts)
    {
        List<string> flags = [];
        Flag(isGivenUp || walk.HasForgotten, DayFlags.MissingCheckOut);
        Flag(events.Any(e => e.IsAutomatic), DayFlags.AutoClosed);
        Flag(late > 0, DayFlags.Late);
        Flag(early > 0, DayFlags.EarlyLeave);
        Flag(deducted > 0, DayFlags.BreakDeducted);
        Flag(parts.Exists(p => p is { Eligible.Kind: DayKind.RestDay, WorkedSeconds: > 0 }), DayFlags.RestDayWork);
        Flag(parts.Exists(p => p is { Eligible.Kind: DayKind.Holiday, WorkedSeconds: > 0 }), DayFlags.HolidayWork);
        Flag(rules.Schedule?.Leave == DayHalves.Both && parts.Exists(p => p.WorkedSeconds > 0), DayFlags.LeaveWork);
        Flag(rules.Schedule?.IsEmployed == false && parts.Exists(p => p.WorkedSeconds > 0), DayFlags.OutsideEmployment);
        Flag(events.Any(e => e.IsSkewed), DayFlags.ClockSkewed);
        Flag(events.Any(e => e.Fence == FenceResult.Outside), DayFlags.OutsideFence);
        Flag(events.Any(e => e.Fence == FenceResult.NotProvided), DayFlags.PlaceMissing);
        return flags;

        void Flag(bool isSo, string flag)
        {
            if (isSo)
            {
                flags.Add(flag);
            }
        }
    }
}
