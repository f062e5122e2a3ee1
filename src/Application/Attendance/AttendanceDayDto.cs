using System.Linq.Expressions;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;

namespace Satcom.Application.Attendance;

/// <summary>One person's work on one local date. Durations are whole seconds, up to the day's latest punch.</summary>
public record AttendanceDayDto : IVersioned
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required DateOnly Date { get; init; }

    public required AttendanceStatus Status { get; init; }

    public required DateTimeOffset FirstCheckInAt { get; init; }

    public DateTimeOffset? LastCheckOutAt { get; init; }

    /// <summary>Time inside sessions less unpaid lunch.</summary>
    public required int WorkedSeconds { get; init; }

    /// <summary>Paid short breaks.</summary>
    public required int BreakSeconds { get; init; }

    /// <summary>Unpaid lunch.</summary>
    public required int LunchSeconds { get; init; }

    public required int OvertimeSeconds { get; init; }

    public required int LateSeconds { get; init; }

    public required int EarlyLeaveSeconds { get; init; }

    public required int ScheduledSeconds { get; init; }

    public required IReadOnlyList<WorkMode> WorkModes { get; init; }

    /// <summary>What is unusual about the day: missingCheckOut.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    public required bool IsOverridden { get; init; }

    /// <inheritdoc/>
    public uint Version { get; set; }

    internal static readonly Expression<Func<AttendanceDay, AttendanceDayDto>> Projection = d => new AttendanceDayDto
    {
        Id = d.Id,
        UserId = d.EmployeeId,
        Date = d.Date,
        Status = d.Status,
        FirstCheckInAt = d.FirstCheckInAt,
        LastCheckOutAt = d.LastCheckOutAt,
        WorkedSeconds = d.WorkedSeconds,
        BreakSeconds = d.BreakSeconds,
        LunchSeconds = d.LunchSeconds,
        OvertimeSeconds = d.OvertimeSeconds,
        LateSeconds = d.LateSeconds,
        EarlyLeaveSeconds = d.EarlyLeaveSeconds,
        ScheduledSeconds = d.ScheduledSeconds,
        WorkModes = d.WorkModes,
        Flags = d.Flags,
        IsOverridden = d.IsOverridden,
        Version = d.Version,
    };

    private static readonly Func<AttendanceDay, AttendanceDayDto> Compiled = Projection.Compile();

    /// <summary>The day after a command changed it; its version comes with the commit.</summary>
    internal static AttendanceDayDto AfterChange(AttendanceDay day)
    {
        var dto = Compiled(day);
        dto.Version = 0;
        return dto;
    }

    /// <summary>The day as it was read.</summary>
    internal static AttendanceDayDto Of(AttendanceDay day) => Compiled(day);
}
