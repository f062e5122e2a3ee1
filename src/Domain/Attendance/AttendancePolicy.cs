using Satcom.Domain.Common;
using Satcom.Domain.Shifts;
using Satcom.Domain.Tenancy;

namespace Satcom.Domain.Attendance;

/// <summary>To which date the hours of a work session after midnight belong.</summary>
public enum DayAttribution
{
    /// <summary>All of it to the date that it began on.</summary>
    StartDate,

    /// <summary>Each part to its own local date. The day stays one; its parts sum to it.</summary>
    SplitAtMidnight,
}

/// <summary>How a forgotten check-out is closed.</summary>
public enum AutoCloseRule
{
    /// <summary>Not at all: it is flagged, and waits for a correction.</summary>
    Off,

    /// <summary>At the shift's end and a tolerance; without a shift, or past that, at the longest length.</summary>
    ShiftEnd,

    /// <summary>At the longest length of a session.</summary>
    MaxLength,
}

/// <summary>Who has worked longer than this must have rested so long; what is missing is deducted.</summary>
/// <param name="AfterSeconds">Worked time up to which none is asked for.</param>
/// <param name="MinimumSeconds">The rest that is asked for beyond it, in all.</param>
public sealed record BreakRule(int AfterSeconds, int MinimumSeconds);

/// <summary>How a company counts working time. Durations are whole seconds. It is kept by date: a day is judged by what was valid on it.</summary>
public sealed record AttendancePolicy
{
    public DayAttribution Attribution { get; init; }

    /// <summary>The longest that a session may stay open before its check-out counts as forgotten.</summary>
    public int MaxSessionSeconds { get; init; } = 16 * 3600;

    public AutoCloseRule AutoClose { get; init; }

    /// <summary>How long after the shift's end an automatic check-out lies.</summary>
    public int AutoCloseToleranceSeconds { get; init; }

    /// <summary>In the order of their thresholds.</summary>
    public IReadOnlyList<BreakRule> BreakRules { get; init; } = [];

    /// <summary>How far a device's clock may be off before its offline punches are flagged.</summary>
    public int SkewToleranceSeconds { get; init; } = 120;

    /// <summary>How old a punch that was made without a network may be when it arrives.</summary>
    public int OfflineToleranceSeconds { get; init; } = 72 * 3600;

    /// <summary>Whether managers decide the corrections of the people who report to them; HR always may.</summary>
    public bool ManagersDecideCorrections { get; init; }

    /// <summary>Whether managers approve the overtime of the people who report to them; HR always may.</summary>
    public bool ManagersApproveOvertime { get; init; }

    public OvertimePolicy Overtime { get; init; } = OvertimePolicy.Off;

    /// <summary>What holds for a company that has set nothing but its settings.</summary>
    public static AttendancePolicy Of(TenantSettings settings) => new() { MaxSessionSeconds = settings.MaxSessionSeconds, OfflineToleranceSeconds = settings.OfflineToleranceSeconds };

    /// <summary>The last moment at which a tap still belongs to a session: the close of its shift's check-out window, and at most the longest length.</summary>
    public DateTimeOffset SessionEnds(DateTimeOffset sessionStart, PlannedShift? shift)
    {
        var longest = sessionStart.AddSeconds(MaxSessionSeconds);
        return shift is not null && shift.OpensAt <= sessionStart && sessionStart < shift.EndsAt && shift.ClosesAt < longest ? shift.ClosesAt : longest;
    }

    /// <summary>When somebody must look at a day again: its open session counts as forgotten from then on, or its forgotten one is closed by rule.</summary>
    /// <returns>Null where no session lacks its check-out, or nothing will be done about it.</returns>
    public DateTimeOffset? DueAt(DayFigures figures, PlannedShift? shift) =>
        figures.SessionStartedAt is { } open ? SessionEnds(open, shift)
        : figures is { UnclosedSince: { } start, LatestAt: { } latest } ? ClosesAt(start, latest, shift)
        : null;

    /// <summary>When a forgotten session is closed by rule; never before its latest event.</summary>
    /// <returns>Null where the policy closes nothing.</returns>
    public DateTimeOffset? ClosesAt(DateTimeOffset sessionStart, DateTimeOffset latestEvent, PlannedShift? shift)
    {
        var longest = sessionStart.AddSeconds(MaxSessionSeconds);
        var planned = shift?.EndsAt.AddSeconds(AutoCloseToleranceSeconds);
        DateTimeOffset? at = AutoClose switch
        {
            AutoCloseRule.Off => null,
            AutoCloseRule.ShiftEnd when planned > sessionStart && planned < longest && sessionStart < shift!.EndsAt => planned,
            _ => longest,
        };
        return at is { } end && end < latestEvent ? latestEvent : at;
    }
}

/// <summary>Which date a check-in belongs to. Check-outs and breaks never ask: they belong to the open session, wherever that began.</summary>
public static class WorkDates
{
    /// <summary>
    /// The date of the shift whose window the check-in lies in, also where the rest of it is off, of several that which begins nearest; else the local date. So a shift from
    /// midnight keeps those who come at ten to, and a night shift those who come back at one.
    /// </summary>
    /// <param name="zone">The person's zone at that moment.</param>
    public static DateOnly Of(DateTimeOffset checkIn, string zone, WorkSchedule? schedule)
    {
        var local = TimeZones.LocalDate(checkIn, zone);
        if (schedule is null)
        {
            return local;
        }

        var (best, distance) = (local, TimeSpan.MaxValue);
        for (var offset = -1; offset <= 1; offset++)
        {
            var date = local.AddDays(offset);
            if (schedule.On(date).Shift is { } shift && shift.OpensAt <= checkIn && checkIn < (shift.WholeEndsAt ?? shift.EndsAt) && (checkIn - shift.StartsAt).Duration() < distance)
            {
                (best, distance) = (date, (checkIn - shift.StartsAt).Duration());
            }
        }

        return best;
    }
}
