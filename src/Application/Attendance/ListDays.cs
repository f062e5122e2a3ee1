using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Days that the caller may see, newest first.</summary>
/// <param name="UserId">Of one person.</param>
/// <param name="From">From this date on.</param>
/// <param name="To">Up to and with this date.</param>
/// <param name="Status">In this state.</param>
/// <param name="Limit">1 to 200.</param>
/// <param name="Cursor">From an earlier page.</param>
[Requires(Permissions.AttendanceReadOwn, Permissions.AttendanceReadReports, Permissions.AttendanceReadAll)]
public sealed record ListDaysQuery(Guid? UserId, DateOnly? From, DateOnly? To, AttendanceStatus? Status, int Limit = Paging.DefaultLimit, string? Cursor = null)
    : IQuery<Page<AttendanceDayDto>>, IPagedQuery;

internal sealed class ListDaysValidator : AbstractValidator<ListDaysQuery>
{
    public ListDaysValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.To).GreaterThanOrEqualTo(q => q.From).When(q => q.From is not null && q.To is not null);
    }
}

internal sealed class ListDaysHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ListDaysQuery, Result<Page<AttendanceDayDto>>>
{
    public async Task<Result<Page<AttendanceDayDto>>> Handle(ListDaysQuery request, CancellationToken cancellationToken)
    {
        var days = db.AttendanceDays.AsNoTracking().Within(db, scope.Actor);
        if (request.UserId is { } userId)
        {
            days = days.Where(d => d.EmployeeId == userId);
        }

        if (request.From is { } from)
        {
            days = days.Where(d => d.Date >= from);
        }

        if (request.To is { } to)
        {
            days = days.Where(d => d.Date <= to);
        }

        if (request.Status is { } status)
        {
            days = days.Where(d => d.Status == status);
        }

        if (request.Cursor is not null)
        {
            if (!Cursor.TryParse(request.Cursor, out var cursor))
            {
                return new CursorInvalid();
            }

            var (date, id) = (cursor.Date, cursor.Id);
            days = days.Where(d => d.Date <= date && (d.Date < date || d.Id.CompareTo(id) < 0));
        }

        var rows = await AttendanceDayDto.Named(days.OrderByDescending(d => d.Date).ThenByDescending(d => d.Id).Take(request.Limit + 1), db).ToListAsync(cancellationToken);
        return Paging.ToPage(rows, request.Limit, d => Cursor.Of(d.Date, d.Id));
    }
}
