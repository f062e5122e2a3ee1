using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Attendance;

/// <summary>Who was to come and never did, date by date, latest first: of the people whom the caller may see, and of the dates that are over for them.</summary>
[Requires(Permissions.AttendanceReadOwn, Permissions.AttendanceReadReports, Permissions.AttendanceReadAll)]
public sealed record ListAbsencesQuery : IQuery<Page<AbsenceDto>>, IPagedQuery
{
    /// <summary>The most dates from first to last.</summary>
    internal const int MaxDays = 31;

    /// <summary>Of one person.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Of the people who are in this team now.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>From this date on; six days before the last one if left out.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Up to and with this date, at most 31 dates in all; if left out, today in the caller's zone, as far as the range may be long.</summary>
    public DateOnly? To { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

/// <summary>A date on which somebody was to come and did not.</summary>
/// <param name="UserId">Who.</param>
/// <param name="DisplayName">That person's name.</param>
/// <param name="EmployeeCode">The company's own number of the employee.</param>
/// <param name="TeamId">The person's present team; null for none.</param>
/// <param name="Date">The person's local date.</param>
/// <param name="ScheduledSeconds">What was to be worked, less holidays and leave.</param>
/// <param name="ShiftStartsAt">When the shift began; null where hours are flexible.</param>
/// <param name="ShiftEndsAt">When it ended.</param>
public sealed record AbsenceDto(Guid UserId, string DisplayName, string EmployeeCode, Guid? TeamId, DateOnly Date, int ScheduledSeconds, DateTimeOffset? ShiftStartsAt, DateTimeOffset? ShiftEndsAt);

internal sealed class ListAbsencesValidator : AbstractValidator<ListAbsencesQuery>
{
    public ListAbsencesValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.From).IsPlannable();
        RuleFor(q => q.To).IsPlannable();
        RuleFor(q => q.To).GreaterThanOrEqualTo(q => q.From).When(q => q.From is not null && q.To is not null);
        RuleFor(q => q.To).Must((q, to) => to is null || q.From is null || to.Value.DayNumber - q.From.Value.DayNumber < ListAbsencesQuery.MaxDays)
            .WithErrorCode("too_many").WithState(_ => ListAbsencesQuery.MaxDays);
    }
}

internal sealed class ListAbsencesHandler(ISatcomDb db, RequestScope scope, IWorkSchedules schedules, TimeProvider time) : IRequestHandler<ListAbsencesQuery, Result<Page<AbsenceDto>>>
{
    private const int DaysByDefault = 7;

    /// <summary>People, their days and their plans are read once each, however many there are. An absence is no row anywhere: it is what is planned and was not done.</summary>
    public async Task<Result<Page<AbsenceDto>>> Handle(ListAbsencesQuery request, CancellationToken cancellationToken)
    {
        var after = default(Cursor);
        if (request.Cursor is { } text && !Cursor.TryParse(text, out after))
        {
            return new CursorInvalid();
        }

        var now = time.GetUtcNow();
        var today = TimeZones.LocalDate(now, scope.Actor.TimeZone);
        var last = request.To ?? (request.From is { } begins && today.DayNumber - begins.DayNumber >= ListAbsencesQuery.MaxDays ? begins.AddDays(ListAbsencesQuery.MaxDays - 1) : today);
        var first = request.From ?? last.AddDays(1 - DaysByDefault);
        if (request.Cursor is not null && after.Date < last)
        {
            last = after.Date;
        }

        if (last < first)
        {
            return new Page<AbsenceDto>([], NextCursor: null);
        }

        var among = People(request);
        var people = await (from e in among
                            join u in db.Users.AsNoTracking() on e.Id equals u.Id
                            where ((u.Status == UserStatus.Active || e.EndsOn >= first) && (e.StartsOn == null || e.StartsOn <= last) && (e.EndsOn == null || e.EndsOn >= first)) || e.PreviousEndsOn >= first
                            orderby e.Id
                            select new { Person = new Person(e.Id, e.EmployeeCode, u.DisplayName, u.Status == UserStatus.Active, u.CreatedAt, e.StartsOn, e.EndsOn, e.EarlierEmployments), e.TeamId }).ToListAsync(cancellationToken);
        // Who was said not to have worked has a day, and was not there.
        var came = (await db.AttendanceDays.AsNoTracking()
            .Where(d => d.Date >= first && d.Date <= last && (d.Status != AttendanceStatus.Completed || d.LastCheckOutAt != null) && among.Any(e => e.Id == d.EmployeeId))
            .Select(d => new { d.EmployeeId, d.Date }).ToListAsync(cancellationToken)).ConvertAll(d => (d.EmployeeId, d.Date)).ToHashSet();
        var plans = await schedules.OfAsync(people.ConvertAll(p => p.Person.Id), first, last, cancellationToken);

        var found = new List<AbsenceDto>();
        for (var date = last; date >= first && found.Count <= request.Limit; date = date.AddDays(-1))
        {
            foreach (var (person, teamId) in people.Select(p => (p.Person, p.TeamId)))
            {
                if (found.Count > request.Limit)
                {
                    break;
                }

                var isBefore = request.Cursor is not null && date == after.Date && person.Id.CompareTo(after.Id) <= 0;
                if (!isBefore && !came.Contains((person.Id, date)) && plans.TryGetValue(person.Id, out var schedule) && Absence(person, teamId, schedule.On(date), now) is { } absence)
                {
                    found.Add(absence);
                }
            }
        }

        return Paging.ToPage<AbsenceDto>(found, request.Limit, a => Cursor.Of(a.Date, a.UserId));
    }

    private static AbsenceDto? Absence(Person person, Guid? teamId, ScheduledDay planned, DateTimeOffset now) =>
        DayStanding.Of(planned, status: null, now) == Standing.Absent && person.WorksHereOn(planned.Date, planned.TimeZone)
            ? new AbsenceDto(person.Id, person.DisplayName, person.EmployeeCode, teamId, planned.Date, planned.ScheduledSeconds, planned.Shift?.StartsAt, planned.Shift?.EndsAt)
            : null;

    private IQueryable<Domain.People.Employee> People(ListAbsencesQuery request)
    {
        var me = scope.Actor.UserId;
        var people = AttendanceReach.Of(scope.Actor) switch
        {
            Reach.Tenant => db.Employees.AsNoTracking(),
            Reach.Reports => db.Employees.AsNoTracking().Where(e => e.Id == me || db.ReportsOf(me).Any(r => r.EmployeeId == e.Id)),
            _ => db.Employees.AsNoTracking().Where(e => e.Id == me),
        };
        if (request.UserId is { } userId)
        {
            people = people.Where(e => e.Id == userId);
        }

        return request.TeamId is { } teamId ? people.Where(e => e.TeamId == teamId) : people;
    }
}
