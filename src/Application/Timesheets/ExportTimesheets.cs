using System.Globalization;
using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Entries as a table: person by person and week by week, each week and person with their total, and the total of all at the end.</summary>
[Requires(Permissions.TimesheetsReadOwn, Permissions.TimesheetsReadReports, Permissions.TimesheetsReadAll)]
public sealed record ExportTimesheetsQuery : IQuery<CsvFile>
{
    public const int MaxDays = 400;

    /// <summary>From this date on.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Up to and with this date, at most 400 dates in all.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Of one person; left out, of everybody whom the caller sees.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Of the people who were in this team, on the dates on which they were.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>On one project.</summary>
    public Guid? ProjectId { get; init; }

    /// <summary>Of weeks in this state.</summary>
    public TimesheetStatus? Status { get; init; }
}

internal sealed class ExportTimesheetsValidator : AbstractValidator<ExportTimesheetsQuery>
{
    public ExportTimesheetsValidator()
    {
        RuleFor(q => q.From).NotNull().IsPlannable();
        RuleFor(q => q.To).NotNull().GreaterThanOrEqualTo(q => q.From).IsPlannable();
        RuleFor(q => q.To).Must((q, to) => to is null || q.From is null || to.Value.DayNumber - q.From.Value.DayNumber < ExportTimesheetsQuery.MaxDays).WithErrorCode("too_many").WithState(_ => ExportTimesheetsQuery.MaxDays);
        RuleFor(q => q.Status).IsInEnum();
    }
}

internal sealed class ExportTimesheetsHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ExportTimesheetsQuery, Result<CsvFile>>
{
    private const int PageSize = 500;

    private static readonly string[] Header =
        ["row", "employeeCode", "employee", "weekStart", "weekEnd", "status", "date", "projectCode", "project", "client", "taskCode", "task", "minutes", "time", "notes"];

    public Task<Result<CsvFile>> Handle(ExportTimesheetsQuery request, CancellationToken cancellationToken) =>
        Task.FromResult<Result<CsvFile>>(new CsvFile(
            string.Create(CultureInfo.InvariantCulture, $"timesheets-{request.From:yyyy-MM-dd}-{request.To:yyyy-MM-dd}.csv"), (csv, token) => WriteAsync(request, csv, token)));

    /// <summary>Page by page along the index, so that neither rows nor a statement stay open however long the client takes.</summary>
    private async Task WriteAsync(ExportTimesheetsQuery query, CsvWriter csv, CancellationToken cancellationToken)
    {
        await csv.RowAsync(Header, cancellationToken);
        var (week, person, all) = (0L, 0L, 0L);
        var team = await TeamDates.OfAsync(db, query.TeamId, query.From!.Value, query.To!.Value, cancellationToken);
        ExportRow? last = null;
        List<ExportRow> page = [];
        do
        {
            page = await PageAfterAsync(query, team, page.Count > 0 ? page[^1] : null, cancellationToken);
            foreach (var row in page.Where(r => team?.Holds(r.EmployeeId, r.Date) != false))
            {
                if (last is not null && last.WeekId != row.WeekId)
                {
                    await WriteWeekAsync(csv, last, week, cancellationToken);
                    week = 0;
                }

                if (last is not null && last.EmployeeId != row.EmployeeId)
                {
                    await WritePersonAsync(csv, last, person, cancellationToken);
                    person = 0;
                }

                await WriteEntryAsync(csv, row, cancellationToken);
                (week, person, all, last) = (week + row.Minutes, person + row.Minutes, all + row.Minutes, row);
            }
        }
        while (page.Count == PageSize);

        if (last is not null)
        {
            await WriteWeekAsync(csv, last, week, cancellationToken);
            await WritePersonAsync(csv, last, person, cancellationToken);
        }

        await WriteSumAsync(csv.Text("total").Text(null).Text(null).Text(null).Text(null).Text(null), all, cancellationToken);
    }

    private Task<List<ExportRow>> PageAfterAsync(ExportTimesheetsQuery query, TeamDates? team, ExportRow? last, CancellationToken cancellationToken)
    {
        var entries = db.TimesheetEntries.AsNoTracking().Within(db, scope.Actor).Where(e => e.Date >= query.From && e.Date <= query.To);
        if (query.UserId is { } userId)
        {
            entries = entries.Where(e => e.EmployeeId == userId);
        }

        if (team?.People is { } members)
        {
            entries = entries.Where(e => members.Contains(e.EmployeeId));
        }

        if (query.ProjectId is { } projectId)
        {
            entries = entries.Where(e => e.ProjectId == projectId);
        }

        if (last is not null)
        {
            var (employee, date, id) = (last.EmployeeId, last.Date, last.Id);
            entries = entries.Where(e => e.EmployeeId >= employee && (e.EmployeeId > employee || e.Date > date || (e.Date == date && e.Id > id)));
        }

        var rows = from entry in entries
                   join week in db.TimesheetWeeks on entry.WeekId equals week.Id
                   join user in db.Users on entry.EmployeeId equals user.Id
                   join employee in db.Employees on entry.EmployeeId equals employee.Id
                   join project in db.Projects on entry.ProjectId equals project.Id
                   join one in db.ProjectTasks on entry.TaskId equals one.Id into tasks
                   from task in tasks.DefaultIfEmpty()
                   orderby entry.EmployeeId, entry.Date, entry.Id
                   select new ExportRow
                   {
                       Id = entry.Id,
                       EmployeeId = entry.EmployeeId,
                       EmployeeCode = employee.EmployeeCode,
                       DisplayName = user.DisplayName,
                       WeekId = week.Id,
                       WeekStart = week.Start,
                       WeekEnd = week.End,
                       Status = week.Status,
                       Date = entry.Date,
                       ProjectCode = project.Code,
                       Project = project.Name,
                       Client = project.Client,
                       TaskCode = task == null ? null : task.Code,
                       Task = task == null ? null : task.Name,
                       Minutes = entry.Minutes,
                       Notes = entry.Notes,
                   };
        return (query.Status is { } status ? rows.Where(r => r.Status == status) : rows).Take(PageSize).ToListAsync(cancellationToken);
    }

    private static ValueTask WriteEntryAsync(CsvWriter csv, ExportRow row, CancellationToken cancellationToken) =>
        WriteHead(csv, "entry", row).Date(row.WeekStart).Date(row.WeekEnd).Text(StatusOf(row)).Date(row.Date).Text(row.ProjectCode).Text(row.Project).Text(row.Client)
            .Text(row.TaskCode).Text(row.Task).Number((long)row.Minutes).Text(TimeOf(row.Minutes)).Text(row.Notes).EndRowAsync(cancellationToken);

    private static ValueTask WriteWeekAsync(CsvWriter csv, ExportRow row, long minutes, CancellationToken cancellationToken) =>
        WriteSumAsync(WriteHead(csv, "week", row).Date(row.WeekStart).Date(row.WeekEnd).Text(StatusOf(row)), minutes, cancellationToken);

    private static ValueTask WritePersonAsync(CsvWriter csv, ExportRow row, long minutes, CancellationToken cancellationToken) =>
        WriteSumAsync(WriteHead(csv, "employee", row).Text(null).Text(null).Text(null), minutes, cancellationToken);

    private static CsvWriter WriteHead(CsvWriter csv, string kind, ExportRow row) => csv.Text(kind).Text(row.EmployeeCode).Text(row.DisplayName);

    private static ValueTask WriteSumAsync(CsvWriter csv, long minutes, CancellationToken cancellationToken) =>
        csv.Text(null).Text(null).Text(null).Text(null).Text(null).Text(null).Number(minutes).Text(TimeOf(minutes)).Text(null).EndRowAsync(cancellationToken);

    private static string StatusOf(ExportRow row) => JsonNamingPolicy.CamelCase.ConvertName(row.Status.ToString());

    /// <summary>Hours and minutes, exactly: decimal hours would be rounded and not add up.</summary>
    private static string TimeOf(long minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}:{minutes % 60:00}");

    private sealed class ExportRow
    {
        public required Guid Id { get; init; }

        public required Guid EmployeeId { get; init; }

        public required string EmployeeCode { get; init; }

        public required string DisplayName { get; init; }

        public required Guid WeekId { get; init; }

        public required DateOnly WeekStart { get; init; }

        public required DateOnly WeekEnd { get; init; }

        public required TimesheetStatus Status { get; init; }

        public required DateOnly Date { get; init; }

        public required string ProjectCode { get; init; }

        public required string Project { get; init; }

        public string? Client { get; init; }

        public string? TaskCode { get; init; }

        public string? Task { get; init; }

        public required int Minutes { get; init; }

        public string? Notes { get; init; }
    }
}
