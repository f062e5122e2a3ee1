using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Weeks in which something was entered or moved and that the caller may see, newest first.</summary>
[Requires(Permissions.TimesheetsReadOwn, Permissions.TimesheetsReadReports, Permissions.TimesheetsReadAll)]
public sealed record ListPeriodsQuery : IQuery<Page<PeriodDto>>, IPagedQuery
{
    /// <summary>Of one person.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Of the people who are in this team now.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>That end on this date or later.</summary>
    public DateOnly? From { get; init; }

    /// <summary>That begin on this date or earlier.</summary>
    public DateOnly? To { get; init; }

    /// <summary>In this state.</summary>
    public TimesheetStatus? Status { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

internal sealed class ListPeriodsValidator : AbstractValidator<ListPeriodsQuery>
{
    public ListPeriodsValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Status).IsInEnum();
        RuleFor(q => q.To).GreaterThanOrEqualTo(q => q.From).When(q => q.From is not null && q.To is not null);
    }
}

internal sealed class ListPeriodsHandler(ISatcomDb db, RequestScope scope, TimesheetWeeks weeks) : IRequestHandler<ListPeriodsQuery, Result<Page<PeriodDto>>>
{
    public async Task<Result<Page<PeriodDto>>> Handle(ListPeriodsQuery request, CancellationToken cancellationToken)
    {
        var rows = db.TimesheetWeeks.AsNoTracking().Within(db, scope.Actor);
        if (request.UserId is { } userId)
        {
            rows = rows.Where(w => w.EmployeeId == userId);
        }

        if (request.TeamId is { } teamId)
        {
            rows = rows.Where(w => db.Employees.Any(e => e.Id == w.EmployeeId && e.TeamId == teamId));
        }

        if (request.From is { } from)
        {
            rows = rows.Where(w => w.End >= from);
        }

        if (request.To is { } to)
        {
            rows = rows.Where(w => w.Start <= to);
        }

        if (request.Status is { } status)
        {
            rows = rows.Where(w => w.Status == status);
        }

        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (start, id) = (after.Date, after.Id);
            rows = rows.Where(w => w.Start <= start && (w.Start < start || w.EmployeeId.CompareTo(id) < 0));
        }

        var policy = await weeks.PolicyAsync(cancellationToken);
        var page = await PeriodDto.Named(rows.OrderByDescending(w => w.Start).ThenByDescending(w => w.EmployeeId).Take(request.Limit + 1), db, policy.DueDays).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, p => Cursor.Of(p.WeekStart, p.UserId));
    }
}
