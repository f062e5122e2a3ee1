using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Identity;

namespace Satcom.Application.Attendance;

/// <summary>
/// How a day is answered. Rows of the list of days are the columns that are answered and no others, with the names of their people, in one statement; a day that
/// was read whole goes through the same expression, so that no member can be in the one answer and not in the other.
/// </summary>
internal static class DayRows
{
    private static readonly Expression<Func<NamedDay, AttendanceDayDto>> Row = n => new AttendanceDayDto
    {
        Id = n.Day.Id,
        UserId = n.Day.EmployeeId,
        DisplayName = n.Name,
        Date = n.Day.Date,
        Status = n.Day.Status,
        FirstCheckInAt = n.Day.FirstCheckInAt,
        LastCheckOutAt = n.Day.LastCheckOutAt,
        WorkedSeconds = n.Day.WorkedSeconds,
        BreakSeconds = n.Day.BreakSeconds,
        LunchSeconds = n.Day.LunchSeconds,
        DeductedSeconds = n.Day.DeductedSeconds,
        OrdinarySeconds = n.Day.OrdinarySeconds,
        OvertimeSeconds = n.Day.OvertimeSeconds,
        Overtime = new OvertimeDto(
            n.Day.OvertimeHolidaySeconds, n.Day.OvertimeRestDaySeconds, n.Day.OvertimeDailySeconds, n.Day.OvertimeWeeklySeconds, n.Day.ApprovedOvertimeSeconds, n.Day.PayableOvertimeSeconds),
        LateSeconds = n.Day.LateSeconds,
        EarlyLeaveSeconds = n.Day.EarlyLeaveSeconds,
        ScheduledSeconds = n.Day.ScheduledSeconds,
        WorkModes = n.Day.WorkModes,
        Flags = n.Day.Flags,
        IsOverridden = n.Day.IsOverridden,
        Version = n.Day.Version,
    };

    private static readonly Func<NamedDay, AttendanceDayDto> Made = Row.Compile();

    /// <summary>
    /// Everybody's days between two dates, newest first: of the last date only those before an id. Compiled once, because making the query takes a fifth of the
    /// time of answering it; what has more to filter is made each time.
    /// </summary>
    public static readonly Func<DbContext, DateOnly, DateOnly, Guid, int, IAsyncEnumerable<AttendanceDayDto>> OfDates = Compile();

    /// <summary>A day that was read whole.</summary>
    public static AttendanceDayDto Of(AttendanceDay day, string displayName) => Made(new NamedDay { Day = day, Name = displayName });

    /// <summary>Rows of any days.</summary>
    public static IQueryable<AttendanceDayDto> Of(IQueryable<AttendanceDay> days, ISatcomDb db) =>
        days.Select(d => new NamedDay { Day = d, Name = db.Users.Where(u => u.Id == d.EmployeeId).Select(u => u.DisplayName).First() }).Select(Row);

    private static Func<DbContext, DateOnly, DateOnly, Guid, int, IAsyncEnumerable<AttendanceDayDto>> Compile()
    {
        Expression<Func<DbContext, DateOnly, DateOnly, Guid, int, IQueryable<NamedDay>>> page = (db, from, to, before, take) => db.Set<AttendanceDay>().AsNoTracking()
            .Where(d => d.Date >= from && d.Date <= to && (d.Date < to || d.Id.CompareTo(before) < 0))
            .OrderByDescending(d => d.Date).ThenByDescending(d => d.Id)
            .Take(take)
            .Select(d => new NamedDay { Day = d, Name = db.Set<User>().Where(u => u.Id == d.EmployeeId).Select(u => u.DisplayName).First() });
        var rows = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [typeof(NamedDay), typeof(AttendanceDayDto)], page.Body, Expression.Quote(Row));
        return EF.CompileAsyncQuery(Expression.Lambda<Func<DbContext, DateOnly, DateOnly, Guid, int, IQueryable<AttendanceDayDto>>>(rows, page.Parameters));
    }

    private sealed class NamedDay
    {
        public required AttendanceDay Day { get; init; }

        public required string Name { get; init; }
    }
}
