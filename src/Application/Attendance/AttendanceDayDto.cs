using System.Text.Json.Serialization;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;

namespace Satcom.Application.Attendance;

/// <summary>One person's work on one local date. Durations are whole seconds, up to the day's latest punch.</summary>
public record AttendanceDayDto : IVersioned
{
    /// <summary>The day's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose day it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>That person's name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The date of the shift that the first check-in belongs to; without one its local date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>How the day stands.</summary>
    public required AttendanceStatus Status { get; init; }

    /// <summary>When the day's work began.</summary>
    public required DateTimeOffset FirstCheckInAt { get; init; }

    /// <summary>When the latest session ended; null before the first check-out.</summary>
    public DateTimeOffset? LastCheckOutAt { get; init; }

    /// <summary>Time inside sessions less unpaid lunch.</summary>
    public required int WorkedSeconds { get; init; }

    /// <summary>Paid short breaks.</summary>
    public required int BreakSeconds { get; init; }

    /// <summary>Unpaid lunch.</summary>
    public required int LunchSeconds { get; init; }

    /// <summary>What of a prescribed break nobody took. Worked, lunch and this are together the time inside sessions.</summary>
    public required int DeductedSeconds { get; init; }

    /// <summary>Worked time that is no overtime.</summary>
    public required int OrdinarySeconds { get; init; }

    /// <summary>Overtime of all kinds, each second once. Zero while the policy counts none.</summary>
    public required int OvertimeSeconds { get; init; }

    /// <summary>The overtime by kind.</summary>
    public required OvertimeDto Overtime { get; init; }

    /// <summary>How late the work began, beyond the shift's grace. Zero without a shift.</summary>
    public required int LateSeconds { get; init; }

    /// <summary>How early the work ended, beyond the shift's grace. Zero without a shift, and while a session is open.</summary>
    public required int EarlyLeaveSeconds { get; init; }

    /// <summary>What was to be worked, less holidays and leave.</summary>
    public required int ScheduledSeconds { get; init; }

    /// <summary>Where the person worked, in the order of their check-ins.</summary>
    public required IReadOnlyList<WorkMode> WorkModes { get; init; }

    /// <summary>
    /// What is unusual about the day: missingCheckOut, autoClosed, late, earlyLeave, breakDeducted, restDayWork, holidayWork, leaveWork, outsideEmployment, clockSkewed, outsideFence, placeMissing.
    /// </summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>True once HR has overridden the day's punches.</summary>
    public required bool IsOverridden { get; init; }

    /// <summary>What the geofence said of the check-in that this answers; left out where it was not asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FenceDto? Fence { get; init; }

    /// <summary>Changes with every change of the day; as ETag too.</summary>
    public uint Version { get; set; }

    /// <summary>The day after a command of its person's changed it; its version comes with the commit.</summary>
    internal static AttendanceDayDto AfterChange(AttendanceDay day, Actor person)
    {
        var dto = Of(day, person.DisplayName);
        dto.Version = 0;
        return dto;
    }

    /// <summary>The day as it was read.</summary>
    internal static AttendanceDayDto Of(AttendanceDay day, string displayName) => DayRows.Of(day, displayName);
}

/// <summary>A day's overtime. The kinds sum to it, and no second is in two of them.</summary>
/// <param name="HolidaySeconds">On a public holiday.</param>
/// <param name="RestDaySeconds">On a rest day.</param>
/// <param name="DailySeconds">Beyond the day's threshold.</param>
/// <param name="WeeklySeconds">Beyond the week's threshold.</param>
/// <param name="ApprovedSeconds">What somebody approved of it; null while nobody has decided.</param>
/// <param name="PayableSeconds">What is paid of it: all of it, or as far as it was approved where the policy asks for that.</param>
public sealed record OvertimeDto(int HolidaySeconds, int RestDaySeconds, int DailySeconds, int WeeklySeconds, int? ApprovedSeconds, int PayableSeconds);
