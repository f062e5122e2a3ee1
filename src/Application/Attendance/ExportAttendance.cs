using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Attendance;

/// <summary>
/// Attendance of a period as text/csv: a row for each person and date, worked or not, then the person's total, and in the end the total of all. Totals are sums of the rows above them. What is
/// scheduled, credited for holidays and paid leave, and off for unpaid leave is together what was planned. Durations are whole seconds; what the policy rounds for show is in a column of its own.
/// </summary>
/// <param name="From">The first date.</param>
/// <param name="To">The last date, at most 366 days later.</param>
/// <param name="UserId">Of one person.</param>
/// <param name="TeamId">Of the people who were in this team, on the dates on which they were.</param>
[Requires(Permissions.AttendanceReadOwn, Permissions.AttendanceReadReports, Permissions.AttendanceReadAll)]
public sealed record ExportAttendanceQuery(DateOnly? From, DateOnly? To, Guid? UserId, Guid? TeamId) : IQuery<CsvFile>;

internal sealed class ExportAttendanceValidator : AbstractValidator<ExportAttendanceQuery>
{
    private const int DaysMax = 366;

    public ExportAttendanceValidator()
    {
        RuleFor(q => q.From).NotNull().IsPlannable();
        RuleFor(q => q.To).NotNull().GreaterThanOrEqualTo(q => q.From).IsPlannable();
        RuleFor(q => q.To).Must((q, to) => to is null || q.From is null || to.Value.DayNumber - q.From.Value.DayNumber <= DaysMax).WithErrorCode("out_of_range").WithDetail($"{DaysMax} days");
    }
}

internal sealed class ExportAttendanceHandler(ISatcomDb db, RequestScope scope, IAttendanceRules rules, IWorkSchedules schedules, TimeProvider time) : IRequestHandler<ExportAttendanceQuery, Result<CsvFile>>
{
    private const int PeopleAtOnce = 50;

    public async Task<Result<CsvFile>> Handle(ExportAttendanceQuery request, CancellationToken cancellationToken)
    {
        var of = await rules.GetAsync(cancellationToken);
        return new CsvFile(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"attendance-{request.From:yyyy-MM-dd}-{request.To:yyyy-MM-dd}.csv"),
            (writer, token) => WriteAsync(request, of, writer, token));
    }

    /// <summary>A few people at a time, each batch by some short queries: the reader may be slow, and no connection waits for them.</summary>
    private async Task WriteAsync(ExportAttendanceQuery request, AttendanceRules of, CsvWriter writer, CancellationToken cancellationToken)
    {
        var (from, to) = (request.From!.Value, request.To!.Value);
        await writer.RowAsync(AttendanceTable.Columns, cancellationToken);
        var all = new long[AttendanceTable.FigureCount];
        var types = await db.LeaveTypes.AsNoTracking().ToDictionaryAsync(t => t.Id, cancellationToken);
        var team = await TeamDates.OfAsync(db, request.TeamId, from, to, cancellationToken);
        foreach (var people in (await People(request, team).ToListAsync(cancellationToken)).Chunk(PeopleAtOnce))
        {
            var ids = Array.ConvertAll(people, p => p.Id);
            var earliest = DatedWork.Earliest(from);
            var days = (await db.AttendanceDays.AsNoTracking()
                    .Where(d => ids.Contains(d.EmployeeId) && d.Date >= earliest && d.Date <= to && (d.Date >= from || d.Parts != null))
                    .Select(d => new { Day = d, Zone = d.EnteredTimeZone ?? d.Punches.OrderBy(p => p.Sequence).Select(p => p.TimeZone).First() })
                    .ToListAsync(cancellationToken))
                .ToLookup(d => d.Day.EmployeeId, d => new ZonedDay(d.Day, d.Zone));
            var leave = (await db.LeaveRequests.AsNoTracking()
                    .Where(r => r.Status == LeaveStatus.Approved && ids.Contains(r.EmployeeId) && r.From <= to && r.To >= from)
                    .Select(r => new { r.EmployeeId, r.LeaveTypeId, r.Days })
                    .ToListAsync(cancellationToken))
                .ToLookup(r => r.EmployeeId, r => new Taken(types[r.LeaveTypeId], r.Days));
            var plans = await schedules.OfAsync(ids, from, to, cancellationToken);
            foreach (var person in people)
            {
                var sheet = new PersonSheet(plans[person.Id], [.. days[person.Id]], [.. leave[person.Id]], time.GetUtcNow());
                var total = await WritePersonAsync(writer, person, sheet, from, to, team, of, cancellationToken);
                AttendanceTable.Add(all, total);
            }
        }

        await AttendanceTable.WriteTotalAsync(writer, "grandTotal", person: null, all, cancellationToken);
    }

    private async Task<long[]> WritePersonAsync(CsvWriter writer, Person person, PersonSheet sheet, DateOnly from, DateOnly to, TeamDates? team, AttendanceRules of, CancellationToken cancellationToken)
    {
        var (total, isEmpty) = (new long[AttendanceTable.FigureCount], true);
        for (var date = from; date <= to; date = date.AddDays(1))
        {
            if (team?.Holds(person.Id, date) == false)
            {
                continue;
            }

            // Who has left, or was not there yet, is no absentee.
            var row = sheet.On(date, of.PolicyOn(date, scope.Tenant.Settings).Overtime);
            if (row.IsWorked || person.WorksHereOn(date, row.TimeZone))
            {
                await AttendanceTable.WriteDayAsync(writer, person, row, cancellationToken);
                AttendanceTable.Add(total, row.Figures);
                isEmpty = false;
            }
        }

        if (!isEmpty)
        {
            await AttendanceTable.WriteTotalAsync(writer, "total", person, total, cancellationToken);
        }

        return total;
    }

    private IQueryable<Person> People(ExportAttendanceQuery request, TeamDates? team)
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

        if (team?.People is { } members)
        {
            people = people.Where(e => members.Contains(e.Id));
        }

        return from e in people
               join u in db.Users on e.Id equals u.Id
               orderby e.EmployeeCode
               select new Person(e.Id, e.EmployeeCode, u.DisplayName, u.Status == UserStatus.Active, u.CreatedAt, e.StartsOn, e.EndsOn, e.EarlierEmployments);
    }
}
