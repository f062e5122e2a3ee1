using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>
/// Attendance of a period as text/csv: the days of each person in the order of their dates, then the person's total, and in the end the total of all. Totals are sums of the
/// rows above them. Durations are whole seconds; what the policy rounds for show is in a column of its own.
/// </summary>
/// <param name="From">The first date.</param>
/// <param name="To">The last date, at most 366 days later.</param>
/// <param name="UserId">Of one person.</param>
/// <param name="TeamId">Of the people who are in this team now.</param>
[Requires(Permissions.AttendanceReadOwn, Permissions.AttendanceReadReports, Permissions.AttendanceReadAll)]
public sealed record ExportAttendanceQuery(DateOnly? From, DateOnly? To, Guid? UserId, Guid? TeamId) : IQuery<CsvFile>;

internal sealed class ExportAttendanceValidator : AbstractValidator<ExportAttendanceQuery>
{
    private const int DaysMax = 366;

    public ExportAttendanceValidator()
    {
        RuleFor(q => q.From).NotNull();
        RuleFor(q => q.To).NotNull().GreaterThanOrEqualTo(q => q.From);
        RuleFor(q => q.To).Must((q, to) => to is null || q.From is null || to.Value.DayNumber - q.From.Value.DayNumber <= DaysMax).WithErrorCode("out_of_range").WithDetail($"{DaysMax} days");
    }
}

internal sealed class ExportAttendanceHandler(ISatcomDb db, RequestScope scope, IAttendanceRules rules) : IRequestHandler<ExportAttendanceQuery, Result<CsvFile>>
{
    private const int PeopleAtOnce = 50;

    private static readonly string[] Columns =
    [
        "row", "employeeCode", "name", "date", "timeZone", "status", "firstCheckIn", "lastCheckOut", "scheduledSeconds", "workedSeconds", "breakSeconds", "lunchSeconds", "deductedSeconds", "lateSeconds",
        "earlyLeaveSeconds", "ordinarySeconds", "overtimeHolidaySeconds", "overtimeRestDaySeconds", "overtimeDailySeconds", "overtimeWeeklySeconds", "overtimeSeconds", "payableOvertimeSeconds",
        "payableOvertimeShownSeconds", "workModes", "flags",
    ];

    public async Task<Result<CsvFile>> Handle(ExportAttendanceQuery request, CancellationToken cancellationToken)
    {
        var of = await rules.GetAsync(cancellationToken);
        return new CsvFile(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"attendance-{request.From:yyyy-MM-dd}-{request.To:yyyy-MM-dd}.csv"),
            (writer, token) => WriteAsync(request, of, writer, token));
    }

    /// <summary>A few people at a time, each batch by a short query: the reader may be slow, and no connection waits for them.</summary>
    private async Task WriteAsync(ExportAttendanceQuery request, AttendanceRules of, CsvWriter writer, CancellationToken cancellationToken)
    {
        await writer.RowAsync(Columns, cancellationToken);
        var all = new long[Sums.Count];
        foreach (var people in (await People(request).ToListAsync(cancellationToken)).Chunk(PeopleAtOnce))
        {
            var ids = Array.ConvertAll(people, p => p.Id);
            var days = await db.AttendanceDays.AsNoTracking()
                .Where(d => ids.Contains(d.EmployeeId) && d.Date >= request.From && d.Date <= request.To)
                .OrderBy(d => d.Date)
                .Select(d => new { Day = d, Zone = d.EnteredTimeZone ?? d.Punches.OrderBy(p => p.Sequence).Select(p => p.TimeZone).First() })
                .ToListAsync(cancellationToken);
            var byPerson = days.ToLookup(d => d.Day.EmployeeId);
            foreach (var person in people)
            {
                var total = new long[Sums.Count];
                foreach (var row in byPerson[person.Id])
                {
                    var figures = Sums.Of(row.Day, of.PolicyOn(row.Day.Date, scope.Tenant.Settings).Overtime);
                    await WriteDayAsync(writer, person, row.Day, row.Zone, figures, cancellationToken);
                    Sums.Add(total, figures);
                }

                if (byPerson[person.Id].Any())
                {
                    await WriteTotalAsync(writer, "total", person, total, cancellationToken);
                    Sums.Add(all, total);
                }
            }
        }

        await WriteTotalAsync(writer, "grandTotal", person: null, all, cancellationToken);
    }

    private IQueryable<Person> People(ExportAttendanceQuery request)
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

        if (request.TeamId is { } teamId)
        {
            people = people.Where(e => e.TeamId == teamId);
        }

        return people.OrderBy(e => e.EmployeeCode).Select(e => new Person(e.Id, e.EmployeeCode, db.Users.Where(u => u.Id == e.Id).Select(u => u.DisplayName).First()));
    }

    private static ValueTask WriteDayAsync(CsvWriter writer, Person person, AttendanceDay day, string zone, long[] figures, CancellationToken cancellationToken)
    {
        writer.Text("day").Text(person.EmployeeCode).Text(person.DisplayName).Date(day.Date).Text(zone).Text(Name(day.Status)).Instant(day.FirstCheckInAt).Instant(day.LastCheckOutAt);
        foreach (var figure in figures)
        {
            writer.Number(figure);
        }

        return writer.Text(string.Join(' ', day.WorkModes.Select(Name))).Text(string.Join(' ', day.Flags)).EndRowAsync(cancellationToken);
    }

    private static ValueTask WriteTotalAsync(CsvWriter writer, string row, Person? person, long[] figures, CancellationToken cancellationToken)
    {
        writer.Text(row).Text(person?.EmployeeCode).Text(person?.DisplayName).Date(null).Text(null).Text(null).Instant(null).Instant(null);
        foreach (var figure in figures)
        {
            writer.Number(figure);
        }

        return writer.Text(null).Text(null).EndRowAsync(cancellationToken);
    }

    private static string Name<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private sealed record Person(Guid Id, string EmployeeCode, string DisplayName);

    /// <summary>The columns that totals sum up.</summary>
    private static class Sums
    {
        public const int Count = 15;

        public static long[] Of(AttendanceDay d, OvertimePolicy policy) =>
        [
            d.ScheduledSeconds, d.WorkedSeconds, d.BreakSeconds, d.LunchSeconds, d.DeductedSeconds, d.LateSeconds, d.EarlyLeaveSeconds, d.OrdinarySeconds, d.OvertimeHolidaySeconds,
            d.OvertimeRestDaySeconds, d.OvertimeDailySeconds, d.OvertimeWeeklySeconds, d.OvertimeSeconds, d.PayableOvertimeSeconds, policy.Show(d.PayableOvertimeSeconds),
        ];

        public static void Add(long[] total, long[] figures)
        {
            for (var i = 0; i < Count; i++)
            {
                total[i] += figures[i];
            }
        }
    }
}
