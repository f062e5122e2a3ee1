using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;

namespace Satcom.Application.Attendance;

/// <summary>Finds the days that a tap may belong to, with their punches, in one statement.</summary>
internal static class OpenDays
{
    /// <summary>The day whose session is open, if one is.</summary>
    public static Task<AttendanceDay?> FindAsync(ISatcomDb db, Guid employeeId, CancellationToken cancellationToken) =>
        db.AttendanceDays.Include(d => d.Punches.OrderBy(p => p.Sequence)).SingleOrDefaultAsync(d => d.EmployeeId == employeeId && d.SessionStartedAt != null, cancellationToken);

    /// <summary>The day of a date.</summary>
    public static Task<AttendanceDay?> FindAsync(ISatcomDb db, Guid employeeId, DateOnly date, CancellationToken cancellationToken) =>
        db.AttendanceDays.Include(d => d.Punches.OrderBy(p => p.Sequence)).SingleOrDefaultAsync(d => d.EmployeeId == employeeId && d.Date == date, cancellationToken);

    /// <summary>The day that already holds a tap with the client's id.</summary>
    public static async Task<(AttendanceDayDto Day, PunchKind Kind)?> FindRepeatAsync(ISatcomDb db, Actor person, Guid? clientEventId, CancellationToken cancellationToken)
    {
        if (clientEventId is not { } id
            || await db.Punches.AsNoTracking().Where(p => p.EmployeeId == person.UserId && p.ClientEventId == id).Select(p => new { p.DayId, p.Kind }).SingleOrDefaultAsync(cancellationToken) is not { } punch)
        {
            return null;
        }

        return (AttendanceDayDto.Of(await db.AttendanceDays.AsNoTracking().SingleAsync(d => d.Id == punch.DayId, cancellationToken), person.DisplayName), punch.Kind);
    }
}
