using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Entries that the caller may see, newest date first.</summary>
[Requires(Permissions.TimesheetsReadOwn, Permissions.TimesheetsReadReports, Permissions.TimesheetsReadAll)]
public sealed record ListEntriesQuery : IQuery<Page<TimesheetEntryDto>>, IPagedQuery
{
    /// <summary>Of one person.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Of the people who are in this team now.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>On one project.</summary>
    public Guid? ProjectId { get; init; }

    /// <summary>On one task.</summary>
    public Guid? TaskId { get; init; }

    /// <summary>Of weeks in this state.</summary>
    public TimesheetStatus? Status { get; init; }

    /// <summary>From this date on.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Up to and with this date.</summary>
    public DateOnly? To { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

internal sealed class ListEntriesValidator : AbstractValidator<ListEntriesQuery>
{
    public ListEntriesValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Status).IsInEnum();
        RuleFor(q => q.To).GreaterThanOrEqualTo(q => q.From).When(q => q.From is not null && q.To is not null);
    }
}

internal sealed class ListEntriesHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ListEntriesQuery, Result<Page<TimesheetEntryDto>>>
{
    public async Task<Result<Page<TimesheetEntryDto>>> Handle(ListEntriesQuery request, CancellationToken cancellationToken)
    {
        var entries = Filter(db.TimesheetEntries.AsNoTracking().Within(db, scope.Actor), request);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var cursor))
            {
                return new CursorInvalid();
            }

            var (date, id) = (cursor.Date, cursor.Id);
            entries = entries.Where(e => e.Date <= date && (e.Date < date || e.Id.CompareTo(id) < 0));
        }

        var page = await TimesheetEntryDto.Of(entries.OrderByDescending(e => e.Date).ThenByDescending(e => e.Id).Take(request.Limit + 1)).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, e => Cursor.Of(e.Date, e.Id));
    }

    private IQueryable<TimesheetEntry> Filter(IQueryable<TimesheetEntry> entries, ListEntriesQuery query)
    {
        if (query.UserId is { } userId)
        {
            entries = entries.Where(e => e.EmployeeId == userId);
        }

        if (query.TeamId is { } teamId)
        {
            entries = entries.Where(e => db.Employees.Any(p => p.Id == e.EmployeeId && p.TeamId == teamId));
        }

        if (query.ProjectId is { } projectId)
        {
            entries = entries.Where(e => e.ProjectId == projectId);
        }

        if (query.TaskId is { } taskId)
        {
            entries = entries.Where(e => e.TaskId == taskId);
        }

        if (query.Status is { } status)
        {
            entries = entries.Where(e => db.TimesheetWeeks.Any(w => w.Id == e.WeekId && w.Status == status));
        }

        if (query.From is { } from)
        {
            entries = entries.Where(e => e.Date >= from);
        }

        return query.To is { } to ? entries.Where(e => e.Date <= to) : entries;
    }
}
