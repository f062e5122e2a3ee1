using Satcom.Domain.Common;

namespace Satcom.Domain.Shifts;

/// <summary>How long somebody without a shift is to work. Seconds; a daily target of zero is the weekly one shared among the working days.</summary>
public sealed record FlexibleHours(int DailySeconds, int WeeklySeconds)
{
    public const int DailyMax = 24 * 3600;
    public const int WeeklyMax = 7 * DailyMax;

    public static readonly FlexibleHours None = new(0, 0);

    /// <summary>True when the week alone says how much: on which of its dates is the person's own affair.</summary>
    public bool IsByTheWeek => DailySeconds == 0 && WeeklySeconds > 0;

    public int OnADay(Weekdays restDays) => DailySeconds > 0 || restDays.Others() == 0 ? DailySeconds : WeeklySeconds / restDays.Others();
}

/// <summary>Leave on one date.</summary>
/// <param name="Halves">The halves that are taken.</param>
/// <param name="Seconds">Hours that are taken without a time of day.</param>
public readonly record struct TimeOff(DayHalves Halves, int Seconds = 0);

/// <summary>Everything that says what one person is to work: resolves any date. A date's answer depends on what was valid on that date alone.</summary>
public sealed record WorkSchedule
{
    /// <summary>The person's IANA zones.</summary>
    public required IReadOnlyList<Dated<string>> Zones { get; init; }

    /// <summary>The company's weeks.</summary>
    public required IReadOnlyList<Dated<WeekRule>> Weeks { get; init; }

    /// <summary>The person's own weekly rest days; null for the company's weekend. They win over a pattern, which the weekend does not.</summary>
    public IReadOnlyList<Dated<Weekdays?>> RestDays { get; init; } = [];

    public IReadOnlyList<Dated<FlexibleHours>> Targets { get; init; } = [];

    public IReadOnlyList<Dated<HolidayCalendar?>> Calendars { get; init; } = [];

    /// <summary>The person's assignments, no two of which overlap.</summary>
    public IReadOnlyList<ShiftAssignment> Assignments { get; init; } = [];

    public IReadOnlyDictionary<Guid, Shift> Shifts { get; init; } = new Dictionary<Guid, Shift>();

    public IReadOnlyDictionary<Guid, ShiftPattern> Patterns { get; init; } = new Dictionary<Guid, ShiftPattern>();

    /// <summary>The first date of the employment; null where it is not said.</summary>
    public DateOnly? StartsOn { get; init; }

    /// <summary>The last date of the employment; null where no end is known.</summary>
    public DateOnly? EndsOn { get; init; }

    /// <summary>The employments before that one.</summary>
    public IReadOnlyList<Employment> EarlierEmployments { get; init; } = [];

    /// <summary>Approved leave by date.</summary>
    public IReadOnlyDictionary<DateOnly, TimeOff> Leave { get; init; } = new Dictionary<DateOnly, TimeOff>();

    /// <summary>What is planned on a date.</summary>
    public ScheduledDay On(DateOnly date)
    {
        var zone = Zones.On(date) ?? Zones[0].Value;
        var own = RestDays.On(date);
        var rest = own ?? Weeks.On(date)?.Weekend ?? Weekdays.None;
        var holiday = Calendars.On(date)?.On(date) ?? DayHalves.None;
        var leave = Leave.GetValueOrDefault(date);
        var isEmployed = date < StartsOn ? EarlierEmployments.Any(e => e.Covers(date)) : !(date > EndsOn);
        var assignment = isEmployed ? AssignmentOn(date) : null;
        var shift = ShiftOn(assignment, date, own, rest) is { } shiftId ? Plan(date, zone, shiftId) : null;
        var isRest = shift is null && (!isEmployed || assignment?.PatternId is not null || rest.Holds(date));

        var target = Targets.On(date) ?? FlexibleHours.None;
        var planned = shift is not null ? WholeSeconds.Between(shift.StartsAt, shift.EndsAt) - shift.Hours.LunchSeconds
            : isRest ? 0
            : target.OnADay(rest);
        planned = Math.Max(0, planned);
        var left = ScheduledDay.Part(planned, DayHalves.Both & ~(holiday | leave.Halves));
        var excused = Math.Min(left, leave.Seconds);
        return new ScheduledDay
        {
            Date = date,
            TimeZone = zone,
            Kind = holiday == DayHalves.Both ? DayKind.Holiday : shift is not null ? DayKind.Working : isRest ? DayKind.RestDay : DayKind.Flexible,
            IsEmployed = isEmployed,
            Shift = Narrow(shift, planned, holiday | leave.Halves),
            IsBound = shift is not null || !target.IsByTheWeek,
            ScheduledSeconds = left - excused,
            CreditedSeconds = planned - left + excused,
            ExcusedSeconds = excused,
            Leave = leave.Halves,
            Off = holiday | leave.Halves,
        };
    }

    /// <summary>The person's zone at an instant: the latest of their history whose own local date then lies in its span.</summary>
    public string ZoneAt(DateTimeOffset instant)
    {
        for (var i = Zones.Count - 1; i > 0; i--)
        {
            if (TimeZones.LocalDate(instant, Zones[i].Value) >= Zones[i].From)
            {
                return Zones[i].Value;
            }
        }

        return Zones[0].Value;
    }

    /// <summary>The public holiday of a date, whole or half; null where there is none.</summary>
    public Holiday? HolidayOn(DateOnly date) => Calendars.On(date)?.Find(date);

    /// <summary>What holidays and leave take away from the plan between two dates, both included.</summary>
    public int CreditedIn(DateOnly first, DateOnly last)
    {
        var credited = 0;
        for (var date = first; date <= last; date = date.AddDays(1))
        {
            credited += On(date).CreditedSeconds;
        }

        return credited;
    }

    private ShiftAssignment? AssignmentOn(DateOnly date)
    {
        foreach (var assignment in Assignments)
        {
            if (assignment.Covers(date))
            {
                return assignment;
            }
        }

        return null;
    }

    private Guid? ShiftOn(ShiftAssignment? assignment, DateOnly date, Weekdays? own, Weekdays rest) => assignment switch
    {
        null => null,
        _ when own is { } mine && mine.Holds(date) => null,
        { PatternId: { } pattern } => Patterns[pattern].On(assignment.Anchor, date),
        _ => rest.Holds(date) ? null : assignment.ShiftId,
    };

    private PlannedShift Plan(DateOnly date, string zone, Guid shiftId)
    {
        var hours = Shifts[shiftId].HoursOn(date);
        return new PlannedShift(shiftId, LocalTimes.Plan(date, hours.Start, zone), LocalTimes.Plan(hours.CrossesMidnight ? date.AddDays(1) : date, hours.End, zone), hours);
    }

    /// <summary>The half that is left lasts as long as it is scheduled; the planned lunch lies between the two.</summary>
    private static PlannedShift? Narrow(PlannedShift? shift, int planned, DayHalves off)
    {
        if (shift is null || off is DayHalves.None or DayHalves.Both)
        {
            return shift;
        }

        return off == DayHalves.Am
            ? shift with { StartsAt = shift.EndsAt.AddSeconds(-ScheduledDay.Part(planned, DayHalves.Pm)) }
            : shift with { EndsAt = shift.StartsAt.AddSeconds(ScheduledDay.Part(planned, DayHalves.Am)), WholeEndsAt = shift.EndsAt };
    }
}
