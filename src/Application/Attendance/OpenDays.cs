using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Attendance;

/// <summary>Finds the days that a tap may belong to, with their punches, in one statement.</summary>
internal static class OpenDays
{
    /// <summary>A session may last as many days as its limit lets it, and local dates lie up to a day beside UTC's.</summary>
    private const int DaysAround = 1 + (TenantSettingsLimits.MaxSessionMax / SecondsOfADay);

    private const int SecondsOfADay = 24 * 3600;

    /// <summary>The day whose session is open, if one is.</summary>
    public static Task<AttendanceDay?> FindAsync(ISatcomDb db, Guid employeeId, CancellationToken cancellationToken) =>
        db.AttendanceDays.Include(d => d.Punches.OrderBy(p => p.Sequence)).SingleOrDefaultAsync(d => d.EmployeeId == employeeId && d.SessionStartedAt != null, cancellationToken);

    /// <summary>The day of a date.</summary>
    public static Task<AttendanceDay?> FindAsync(ISatcomDb db, Guid employeeId, DateOnly date, CancellationToken cancellationToken) =>
        db.AttendanceDays.Include(d => d.Punches.OrderBy(p => p.Sequence)).SingleOrDefaultAsync(d => d.EmployeeId == employeeId && d.Date == date, cancellationToken);

    /// <summary>The latest day before a tap that a check-out was forgotten on.</summary>
    public static Task<AttendanceDay?> FindMissedAsync(ISatcomDb db, Guid employeeId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        // Bounded by date, so that the index of a person's days serves it.
        var earliest = DateOnly.FromDateTime(before.UtcDateTime).AddDays(-DaysAround);
        return db.AttendanceDays.Include(d => d.Punches.OrderBy(p => p.Sequence))
            .Where(d => d.EmployeeId == employeeId && d.Date >= earliest && d.FirstCheckInAt <= before && d.Flags.Contains(AttendanceDay.MissingCheckOutFlag))
            .OrderByDescending(d => d.Date)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// A tap together with the person's sessions around it on days other than its own. Nearly no tap reaches into one, so nothing is
    /// read on the first run: where one does, the database refuses the commit, and the handler runs again and looks.
    /// </summary>
    public static async Task<PunchFacts> WithElsewhereAsync(
        this PunchFacts facts, ISatcomDb db, RequestScope scope, Guid? ownDay, CancellationToken cancellationToken)
    {
        if (scope.Attempt == 0)
        {
            return facts;
        }

        var (employeeId, date) = (scope.Actor.UserId, DateOnly.FromDateTime(facts.OccurredAt.UtcDateTime));
        var (first, last) = (date.AddDays(-DaysAround), date.AddDays(DaysAround));
        var sessions = await db.AttendanceDays.AsNoTracking()
            .Where(d => d.EmployeeId == employeeId && d.Id != ownDay && d.Date >= first && d.Date <= last && d.Sessions != null)
            .Select(d => d.Sessions!)
            .ToListAsync(cancellationToken);
        return facts with { Elsewhere = [.. sessions.SelectMany(s => s)] };
    }

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
