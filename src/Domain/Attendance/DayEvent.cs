using Satcom.Domain.Attendance.Geofence;

namespace Satcom.Domain.Attendance;

/// <summary>One event of a day as it counts: a punch, what an amendment put in its place, or an automatic check-out.</summary>
/// <param name="At">Whole seconds, UTC.</param>
public readonly record struct DayEvent(PunchKind Kind, DateTimeOffset At)
{
    public BreakType? BreakType { get; init; }

    public WorkMode? WorkMode { get; init; }

    public bool IsOffline { get; init; }

    /// <summary>True of a check-out that nobody made. A real one of its session takes its place.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>True when the device's clock was off beyond the tolerance.</summary>
    public bool IsSkewed { get; init; }

    /// <summary>What the geofence said of it; null where it was not asked.</summary>
    public FenceResult? Fence { get; init; }

    internal static DayEvent Of(Punch punch) =>
        new(punch.Kind, punch.OccurredAt) { BreakType = punch.BreakType, WorkMode = punch.WorkMode, IsOffline = punch.IsOffline, IsSkewed = punch.IsSkewed, Fence = punch.Fence };
}
