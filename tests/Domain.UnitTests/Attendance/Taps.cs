using Satcom.Domain.Attendance;

namespace Satcom.Domain.UnitTests.Attendance;

/// <summary>Makes taps and days for tests.</summary>
internal static class Taps
{
    public const int Limit = 16 * 3600;

    public static readonly Guid Tenant = new(1, 0, 0, new byte[8]);
    public static readonly Guid Person = new(2, 0, 0, new byte[8]);
    public static readonly DateTimeOffset Eight = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static PunchFacts At(DateTimeOffset at, string zone = "UTC") => new(Guid.CreateVersion7(at), at, at, zone);

    /// <summary>A tap so many minutes after eight o'clock.</summary>
    public static PunchFacts At(double minutes) => At(Eight.AddMinutes(minutes));

    public static PunchFacts Pause(double minutes, BreakType type) => At(minutes) with { BreakType = type };

    public static AttendanceDay Open(PunchFacts? facts = null) => AttendanceDay.Open(Tenant, Guid.CreateVersion7(Eight), Person, facts ?? At(0));
}
