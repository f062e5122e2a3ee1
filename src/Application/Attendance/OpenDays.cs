using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Attendance;

/// <summary>Finds the days that a tap may belong to, with their punches, in one statement.</summary>
internal static class OpenDays
{
    /// <summary>A session may last as many days as its limit lets it, and local dates lie up to a day beside UTC's.</summary>
    public const int DaysAround = 1 + (TenantSettingsLimits.MaxSessionMax / SecondsOfADay);

    private const int SecondsOfADay = 24 * 3600;

    /// <summary>The day whose session is open, if one is.</summary>
    public static async Task<AttendanceDay?> FindAsync(ISatcomDb db, Guid employeeId, CancellationToken cancellationToken) => await db.WholeAsync(
        await db.AttendanceDays.Include(d => d.Punches.OrderBy(p => p.Sequence)).SingleOrDefaultAsync(d => d.EmployeeId == employeeId && d.SessionStartedAt != null, cancellationToken),
        cancellationToken);

    /// <summary>The day of a date.</summary>
    public static async Task<AttendanceDay?> FindAsync(ISatcomDb db, Guid employeeId, DateOnly date, CancellationToken cancellationToken) => await db.WholeAsync(
        await db.AttendanceDays.Include(d => d.Punches.OrderBy(p => p.Sequence)).SingleOrDefaultAsync(d => d.EmployeeId == employeeId && d.Date == date, cancellationToken),
        cancellationToken);

    /// <summary>The day with this id.</summary>
    public static async Task<AttendanceDay?> FindAsync(IQueryable<AttendanceDay> within, ISatcomDb db, Guid id, CancellationToken cancellationToken) =>
        await db.WholeAsync(await within.Include(d => d.Punches.OrderBy(p => p.Sequence)).SingleOrDefaultAsync(d => d.Id == id, cancellationToken), cancellationToken);

    /// <summary>Reads the amendments of the days that have some, in one statement; none where no day has.</summary>
    public static async Task LoadAmendmentsAsync(this ISatcomDb db, IReadOnlyCollection<AttendanceDay> days, CancellationToken cancellationToken)
    {
        Guid[] amended = [.. days.Where(d => d.AmendmentCount > 0).Select(d => d.Id)];
        if (amended.Length > 0)
        {
            await db.DayAmendments.Where(a => amended.Contains(a.DayId)).OrderBy(a => a.DayId).ThenBy(a => a.Sequence).LoadAsync(cancellationToken);
        }
    }

    private static async Task<AttendanceDay?> WholeAsync(this ISatcomDb db, AttendanceDay? day, CancellationToken cancellationToken)
    {
        if (day is { AmendmentCount: > 0 })
        {
            await db.LoadAmendmentsAsync([day], cancellationToken);
        }

        return day;
    }

    /// <summary>The latest day that began before a tap, and ended after it or lacks a check-out. One that begins with the tap is another: what is ended then is what went on until then.</summary>
    public static async Task<AttendanceDay?> FindAroundAsync(ISatcomDb db, Guid employeeId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        // Bounded by date, so that the index of a person's days serves it.
        var earliest = DateOnly.FromDateTime(before.UtcDateTime).AddDays(-DaysAround);
        var day = await db.AttendanceDays.Include(d => d.Punches.OrderBy(p => p.Sequence))
            .Where(d => d.EmployeeId == employeeId && d.Date >= earliest && d.FirstCheckInAt < before
                && (d.LastCheckOutAt > before || d.Flags.Contains(DayFlags.MissingCheckOut) || d.Flags.Contains(DayFlags.AutoClosed)))
            .OrderByDescending(d => d.Date)
            .FirstOrDefaultAsync(cancellationToken);
        return await db.WholeAsync(day, cancellationToken);
    }

    /// <summary>
    /// A tap together with the person's sessions around it on days other than its own. Nearly no tap reaches into one, so nothing is
    /// read on the first run: where one does, the database refuses the commit, and the handler runs again and looks.
    /// </summary>
    public static async Task<PunchFacts> WithElsewhereAsync(
        this PunchFacts facts, ISatcomDb db, RequestScope scope, Guid? ownDay, CancellationToken cancellationToken)
    {
        return scope.Attempt == 0
            ? facts
            : facts with { Elsewhere = await SessionsAroundAsync(db, scope.Actor.UserId, DateOnly.FromDateTime(facts.OccurredAt.UtcDateTime), ownDay, cancellationToken) };
    }

    /// <summary>The person's sessions around a date on days other than one.</summary>
    public static async Task<IReadOnlyList<WorkSpan>> SessionsAroundAsync(ISatcomDb db, Guid employeeId, DateOnly date, Guid? otherThan, CancellationToken cancellationToken)
    {
        var (first, last) = (date.AddDays(-DaysAround), date.AddDays(DaysAround));
        var sessions = await db.AttendanceDays.AsNoTracking()
            .Where(d => d.EmployeeId == employeeId && d.Id != otherThan && d.Date >= first && d.Date <= last && d.Sessions != null)
            .Select(d => d.Sessions!)
            .ToListAsync(cancellationToken);
        return [.. sessions.SelectMany(s => s)];
    }

    /// <summary>What somebody's word on a date must not reach into: the person's sessions around it on days other than one, and the open one until now.</summary>
    public static async Task<IReadOnlyList<WorkSpan>> WorkAroundAsync(ISatcomDb db, Guid employeeId, DateOnly date, Guid? otherThan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sessions = await SessionsAroundAsync(db, employeeId, date, otherThan, cancellationToken);
        var open = await db.AttendanceDays.AsNoTracking()
            .Where(d => d.EmployeeId == employeeId && d.Id != otherThan && d.SessionStartedAt != null)
            .Select(d => new { From = d.SessionStartedAt!.Value, d.DueAt })
            .SingleOrDefaultAsync(cancellationToken);
        if (open is null)
        {
            return sessions;
        }

        // One that outlived its limit is forgotten, and nobody knows that it lasted longer.
        var to = open.DueAt < now ? open.DueAt.Value : now;
        return [.. sessions, new WorkSpan(open.From, to > open.From ? to : open.From, IsOpenEnded: true)];
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
