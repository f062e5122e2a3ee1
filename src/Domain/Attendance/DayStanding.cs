using Satcom.Domain.Shifts;

namespace Satcom.Domain.Attendance;

/// <summary>How somebody stands on a board of one date.</summary>
public enum Standing
{
    /// <summary>A rest day, a holiday, a day on which nothing is planned, or one that is over and was not needed for a weekly target.</summary>
    DayOff,

    OnLeave,

    /// <summary>Planned, and not late yet.</summary>
    Expected,

    /// <summary>Planned, past the grace, and not here.</summary>
    NotArrived,

    In,
    OnBreak,
    Left,
    MissingCheckOut,

    /// <summary>Never came. It is said only when the day is over for that person, and never of a share of a weekly target.</summary>
    Absent,
}

/// <summary>Judges how a person stands.</summary>
public static class DayStanding
{
    /// <summary>The standing of a date at a moment.</summary>
    /// <param name="status">The status of the person's day; null where there is none.</param>
    public static Standing Of(ScheduledDay planned, AttendanceStatus? status, DateTimeOffset now) => status switch
    {
        AttendanceStatus.Working => Standing.In,
        AttendanceStatus.OnBreak => Standing.OnBreak,
        AttendanceStatus.Completed => Standing.Left,
        AttendanceStatus.MissingCheckOut => Standing.MissingCheckOut,
        _ when !planned.IsExpected => OffOf(planned),
        _ when now >= IsOverAt(planned) => planned.IsBound ? Standing.Absent : OffOf(planned),
        _ when planned.Shift is { } shift && now > shift.StartsAt.AddSeconds(shift.Hours.LateGraceSeconds + planned.ExcusedSeconds) => Standing.NotArrived,
        _ => Standing.Expected,
    };

    /// <summary>When a date is over for a person: its local day, and the check-out window of its shift.</summary>
    public static DateTimeOffset IsOverAt(ScheduledDay planned)
    {
        var midnight = Common.LocalTimes.StartOf(planned.Date.AddDays(1), planned.TimeZone);
        return planned.Shift is { } shift && shift.ClosesAt > midnight ? shift.ClosesAt : midnight;
    }

    private static Standing OffOf(ScheduledDay planned) =>
        (planned.Leave != DayHalves.None || planned.ExcusedSeconds > 0) && planned.Kind != DayKind.Holiday ? Standing.OnLeave : Standing.DayOff;
}
