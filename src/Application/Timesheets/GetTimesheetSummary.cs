using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Timesheets;

/// <summary>Sums of the entries that the caller may see: by date, by week and by project. Each of them adds up to the total.</summary>
[Requires(Permissions.TimesheetsReadOwn, Permissions.TimesheetsReadReports, Permissions.TimesheetsReadAll)]
public sealed record GetTimesheetSummaryQuery : IQuery<TimesheetSummaryDto>
{
    public const int MaxDays = 400;

    /// <summary>Of one person; left out, of everybody whom the caller sees.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Of the people who are in this team now.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>On one project.</summary>
    public Guid? ProjectId { get; init; }

    /// <summary>From this date on.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Up to and with this date, at most 400 dates in all.</summary>
    public DateOnly? To { get; init; }
}

/// <summary>Sums of entries, in minutes.</summary>
public sealed record TimesheetSummaryDto
{
    /// <summary>All of it.</summary>
    public required long Minutes { get; init; }

    /// <summary>By date, oldest first; dates without entries are left out.</summary>
    public required IReadOnlyList<DateSumDto> Days { get; init; }

    /// <summary>By week, oldest first. Weeks that begin before the first date or end after the last count what lies between.</summary>
    public required IReadOnlyList<WeekSumDto> Weeks { get; init; }

    /// <summary>By project, in the order of their codes.</summary>
    public required IReadOnlyList<ProjectSumDto> Projects { get; init; }
}

/// <summary>What was entered on a date.</summary>
/// <param name="Date">The date.</param>
/// <param name="Minutes">Their sum.</param>
public sealed record DateSumDto(DateOnly Date, long Minutes);

/// <summary>What was entered in a week.</summary>
/// <param name="WeekStart">Its first date, by the company's weeks.</param>
/// <param name="Minutes">Their sum.</param>
public sealed record WeekSumDto(DateOnly WeekStart, long Minutes);

/// <summary>What was entered on a project.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Minutes">Their sum.</param>
public sealed record ProjectSumDto(Guid ProjectId, string Code, string Name, long Minutes);

internal sealed class GetTimesheetSummaryValidator : AbstractValidator<GetTimesheetSummaryQuery>
{
    public GetTimesheetSummaryValidator()
    {
        RuleFor(q => q.From).NotNull().IsPlannable();
        RuleFor(q => q.To).NotNull().GreaterThanOrEqualTo(q => q.From).IsPlannable();
        RuleFor(q => q.To).Must((q, to) => to is null || q.From is null || to.Value.DayNumber - q.From.Value.DayNumber < GetTimesheetSummaryQuery.MaxDays).WithErrorCode("too_many").WithState(_ => GetTimesheetSummaryQuery.MaxDays);
    }
}

internal sealed class GetTimesheetSummaryHandler(ISatcomDb db, RequestScope scope, TimesheetWeeks timesheets) : IRequestHandler<GetTimesheetSummaryQuery, Result<TimesheetSummaryDto>>
{
    public async Task<Result<TimesheetSummaryDto>> Handle(GetTimesheetSummaryQuery request, CancellationToken cancellationToken)
    {
        var entries = db.TimesheetEntries.AsNoTracking().Within(db, scope.Actor).Where(e => e.Date >= request.From && e.Date <= request.To);
        if (request.UserId is { } userId)
        {
            entries = entries.Where(e => e.EmployeeId == userId);
        }

        if (request.TeamId is { } teamId)
        {
            entries = entries.Where(e => db.Employees.Any(p => p.Id == e.EmployeeId && p.TeamId == teamId));
        }

        if (request.ProjectId is { } projectId)
        {
            entries = entries.Where(e => e.ProjectId == projectId);
        }

        var sums = await entries.GroupBy(e => new { e.Date, e.ProjectId }).Select(g => new { g.Key.Date, g.Key.ProjectId, Minutes = g.Sum(e => (long)e.Minutes) }).ToListAsync(cancellationToken);
        Guid[] ids = [.. sums.Select(s => s.ProjectId).Distinct()];
        var projects = await db.Projects.AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Code, p.Name }).ToDictionaryAsync(p => p.Id, cancellationToken);

        var weeks = await timesheets.OfCompanyAsync(cancellationToken);
        return new TimesheetSummaryDto
        {
            Minutes = sums.Sum(s => s.Minutes),
            Days = [.. sums.GroupBy(s => s.Date).OrderBy(g => g.Key).Select(g => new DateSumDto(g.Key, g.Sum(s => s.Minutes)))],
            Weeks = [.. sums.GroupBy(s => weeks.WeekOf(s.Date)!.Value.First).OrderBy(g => g.Key).Select(g => new WeekSumDto(g.Key, g.Sum(s => s.Minutes)))],
            Projects = [.. sums.GroupBy(s => s.ProjectId).Select(g => new ProjectSumDto(g.Key, projects[g.Key].Code, projects[g.Key].Name, g.Sum(s => s.Minutes))).OrderBy(p => p.Code, StringComparer.Ordinal)],
        };
    }
}
