using Satcom.Domain.Common;

namespace Satcom.Domain.Shifts;

/// <summary>When a shift is worked, in local time, and how exactly. Durations are whole seconds.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it ends: on the next date where it is not later than the start. The same time means 24 hours.</param>
public sealed record ShiftHours(TimeOnly Start, TimeOnly End)
{
    public const int GraceMax = 2 * 3600;
    public const int WindowMax = 12 * 3600;

    /// <summary>Planned unpaid lunch: it is no scheduled work.</summary>
    public int LunchSeconds { get; init; }

    /// <summary>Planned paid breaks: they are scheduled work.</summary>
    public int BreakSeconds { get; init; }

    /// <summary>Lateness up to this counts as none; beyond it all of it counts.</summary>
    public int LateGraceSeconds { get; init; }

    /// <summary>Leaving so much early counts as none; beyond it all of it counts.</summary>
    public int EarlyLeaveGraceSeconds { get; init; }

    /// <summary>How long before its start a check-in belongs to the shift.</summary>
    public int CheckInWindowSeconds { get; init; } = 2 * 3600;

    /// <summary>How long after its end a check-out is waited for.</summary>
    public int CheckOutWindowSeconds { get; init; } = 4 * 3600;

    public bool CrossesMidnight => End <= Start;

    /// <summary>Its length on a day without a change of clocks.</summary>
    public int ClockSeconds => (int)((End.Ticks - Start.Ticks) / TimeSpan.TicksPerSecond) + (CrossesMidnight ? 24 * 3600 : 0);

    /// <summary>Judges whether the parts fit into each other.</summary>
    public Error? Judge() =>
        IsWithin(LateGraceSeconds, GraceMax) && IsWithin(EarlyLeaveGraceSeconds, GraceMax) && IsWithin(CheckInWindowSeconds, WindowMax) && IsWithin(CheckOutWindowSeconds, WindowMax)
        && LunchSeconds >= 0 && BreakSeconds >= 0 && (long)LunchSeconds + BreakSeconds < ClockSeconds
        && Start.Ticks % TimeSpan.TicksPerSecond == 0 && End.Ticks % TimeSpan.TicksPerSecond == 0
            ? null
            : new ShiftHoursInvalid();

    private static bool IsWithin(int seconds, int max) => seconds >= 0 && seconds <= max;
}

/// <summary>A shift's breaks, graces or windows do not fit into it.</summary>
public sealed record ShiftHoursInvalid() : Error("shift_hours_invalid", ErrorKind.Unprocessable);
