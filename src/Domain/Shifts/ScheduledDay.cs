namespace Satcom.Domain.Shifts;

/// <summary>What sort of day it is for one person.</summary>
public enum DayKind
{
    /// <summary>A shift is planned.</summary>
    Working,

    /// <summary>No shift: a daily or weekly target, or none.</summary>
    Flexible,

    /// <summary>A weekly rest day, a weekend, or a rest slot of a pattern.</summary>
    RestDay,

    /// <summary>A whole public holiday, on whatever day of the week.</summary>
    Holiday,
}

/// <summary>A shift on a date, as instants.</summary>
/// <param name="StartsAt">When the work begins that is left after a half holiday or half-day leave.</param>
/// <param name="EndsAt">When it ends; no longer belongs to it.</param>
public sealed record PlannedShift(Guid ShiftId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, ShiftHours Hours)
{
    /// <summary>A check-in from here on may belong to the shift.</summary>
    public DateTimeOffset OpensAt => StartsAt.AddSeconds(-Hours.CheckInWindowSeconds);

    /// <summary>When the shift itself ends, where a half of it is off; null where nothing is.</summary>
    public DateTimeOffset? WholeEndsAt { get; init; }

    /// <summary>A check-out is waited for until then, by who stays although the rest is off too.</summary>
    public DateTimeOffset ClosesAt => (WholeEndsAt ?? EndsAt).AddSeconds(Hours.CheckOutWindowSeconds);
}

/// <summary>What is planned for one person on one local date. Durations are whole seconds.</summary>
public sealed record ScheduledDay
{
    public required DateOnly Date { get; init; }

    /// <summary>The person's IANA zone of that date.</summary>
    public required string TimeZone { get; init; }

    public required DayKind Kind { get; init; }

    /// <summary>False of a date outside every employment: what is worked then is nobody's rest day or holiday.</summary>
    public bool IsEmployed { get; init; } = true;

    /// <summary>What sort of time work on the date is.</summary>
    public DayKind WorkKind => IsEmployed ? Kind : DayKind.Flexible;

    /// <summary>The shift; also on a holiday or a day of leave that took it away, so that taps find their day.</summary>
    public PlannedShift? Shift { get; init; }

    /// <summary>False where the time is a share of a weekly target: it may be worked on another date, so nobody is absent on this one.</summary>
    public bool IsBound { get; init; } = true;

    /// <summary>What is to be worked: less holidays and leave. Together with the credited seconds it is what was planned.</summary>
    public int ScheduledSeconds { get; init; }

    /// <summary>What holidays and leave took away from the plan.</summary>
    public int CreditedSeconds { get; init; }

    /// <summary>Hours of leave without a time of day: they excuse lateness first, then leaving early.</summary>
    public int ExcusedSeconds { get; init; }

    /// <summary>The halves that the person is on leave.</summary>
    public DayHalves Leave { get; init; }

    /// <summary>The halves that the person is off, for a holiday or leave.</summary>
    public DayHalves Off { get; init; }

    /// <summary>True when something is to be worked.</summary>
    public bool IsExpected => ScheduledSeconds > 0;

    /// <summary>What is scheduled in some halves. The two halves of what is planned always sum to it.</summary>
    public int SecondsOf(DayHalves halves) => Part(ScheduledSeconds + CreditedSeconds, halves & ~Off);

    internal static int Part(int planned, DayHalves halves) => halves switch
    {
        DayHalves.None => 0,
        DayHalves.Am => planned / 2,
        DayHalves.Pm => planned - (planned / 2),
        _ => planned,
    };
}
