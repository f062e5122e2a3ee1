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

    /// <summary>The local date of its first check-in.</summary>
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

    /// <summary>Time beyond what was scheduled. Zero until there are shifts and an overtime policy.</summary>
    public required int OvertimeSeconds { get; init; }

    /// <summary>How late the work began. Zero until there are shifts.</summary>
    public required int LateSeconds { get; init; }

    /// <summary>How early the work ended. Zero until there are shifts.</summary>
    public required int EarlyLeaveSeconds { get; init; }

    /// <summary>How long the person was to work. Zero until there are shifts.</summary>
    public required int ScheduledSeconds { get; init; }

    /// <summary>Where the person worked, in the order of their check-ins.</summary>
    public required IReadOnlyList<WorkMode> WorkModes { get; init; }

    /// <summary>What is unusual about the day: missingCheckOut.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>True once HR has overridden the day's punches.</summary>
    public required bool IsOverridden { get; init; }

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
    internal static AttendanceDayDto Of(AttendanceDay day, string displayName) => new()
    {
        Id = day.Id,
        UserId = day.EmployeeId,
        DisplayName = displayName,
        Date = day.Date,
        Status = day.Status,
        FirstCheckInAt = day.FirstCheckInAt,
        LastCheckOutAt = day.LastCheckOutAt,
        WorkedSeconds = day.WorkedSeconds,
        BreakSeconds = day.BreakSeconds,
        LunchSeconds = day.LunchSeconds,
        OvertimeSeconds = day.OvertimeSeconds,
        LateSeconds = day.LateSeconds,
        EarlyLeaveSeconds = day.EarlyLeaveSeconds,
        ScheduledSeconds = day.ScheduledSeconds,
        WorkModes = day.WorkModes,
        Flags = day.Flags,
        IsOverridden = day.IsOverridden,
        Version = day.Version,
    };

    /// <summary>Days with the names of their people, in one statement.</summary>
    internal static IQueryable<AttendanceDayDto> Named(IQueryable<AttendanceDay> days, ISatcomDb db) =>
        days.Select(d => Of(d, db.Users.Where(u => u.Id == d.EmployeeId).Select(u => u.DisplayName).First()));
}
