using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Days that the caller may see, newest first.</summary>
[Requires(Permissions.AttendanceReadOwn, Permissions.AttendanceReadReports, Permissions.AttendanceReadAll)]
public sealed record ListDaysQuery : IQuery<Page<AttendanceDayDto>>, IPagedQuery
{
    /// <summary>Of one person.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Of the people who are in this team now.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>From this date on.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Up to and with this date.</summary>
    public DateOnly? To { get; init; }

    /// <summary>In this state.</summary>
    public AttendanceStatus? Status { get; init; }

    /// <summary>With this flag, such as late.</summary>
    public string? Flag { get; init; }

    /// <summary>Whether overtime of the day waits for a decision.</summary>
    public bool? OvertimePending { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

internal sealed class ListDaysValidator : AbstractValidator<ListDaysQuery>
{
    public ListDaysValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Status).IsInEnum();
        RuleFor(q => q.Flag).OneOf([.. DayFlags.All]);
        RuleFor(q => q.To).GreaterThanOrEqualTo(q => q.From).When(q => q.From is not null && q.To is not null);
    }
}

internal sealed class ListDaysHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ListDaysQuery, Result<Page<AttendanceDayDto>>>
{
    public async Task<Result<Page<AttendanceDayDto>>> Handle(ListDaysQuery request, CancellationToken cancellationToken)
    {
        if (AttendanceReach.Of(scope.Actor) == Reach.Tenant && request is { UserId: null, TeamId: null, Status: null, Flag: null, OvertimePending: null })
        {
            return await OfDatesAsync(request, cancellationToken);
        }

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

        // Nearly all days are completed, have no flag and wait for nothing: the others have small indexes of their own, which these words lead to.
        if (request.Status is { } status)
        {
            days = status == AttendanceStatus.Completed ? days.Where(d => d.Status == status) : days.Where(d => d.Status == status && d.Status != AttendanceStatus.Completed);
        }

        if (request.TeamId is { } teamId)
        {
            days = days.Where(d => db.Employees.Any(e => e.Id == d.EmployeeId && e.TeamId == teamId));
        }

        if (request.Flag is { } flag)
        {
            days = days.Where(d => d.Flags.Contains(flag) && d.Flags.Count > 0);
        }

        if (request.OvertimePending is { } pending)
        {
            days = pending
                ? days.Where(d => d.OvertimeSeconds > d.PayableOvertimeSeconds && (d.ApprovedOvertimeSeconds == null || d.OvertimeSeconds > d.ApprovedOfSeconds))
                : days.Where(d => d.OvertimeSeconds == d.PayableOvertimeSeconds || (d.ApprovedOvertimeSeconds != null && (d.ApprovedOfSeconds == null || d.OvertimeSeconds <= d.ApprovedOfSeconds)));
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

        return ToPage(await DayRows.Of(days.OrderByDescending(d => d.Date).ThenByDescending(d => d.Id).Take(request.Limit + 1), db).ToListAsync(cancellationToken), request);
    }

    /// <summary>Everybody's days of some dates, which HR looks at all day.</summary>
    private async Task<Result<Page<AttendanceDayDto>>> OfDatesAsync(ListDaysQuery request, CancellationToken cancellationToken)
    {
        var (from, to, before) = (request.From ?? DateOnly.MinValue, request.To ?? DateOnly.MaxValue, Guid.AllBitsSet);
        if (request.Cursor is not null)
        {
            if (!Cursor.TryParse(request.Cursor, out var cursor))
            {
                return new CursorInvalid();
            }

            if (cursor.Date <= to)
            {
                (to, before) = (cursor.Date, cursor.Id);
            }
        }

        var rows = new List<AttendanceDayDto>(request.Limit + 1);
        await foreach (var row in DayRows.OfDates(db.Context, from, to, before, request.Limit + 1).WithCancellation(cancellationToken))
        {
            rows.Add(row);
        }

        return ToPage(rows, request);
    }

    private static Page<AttendanceDayDto> ToPage(IReadOnlyList<AttendanceDayDto> rows, ListDaysQuery request) => Paging.ToPage(rows, request.Limit, d => Cursor.Of(d.Date, d.Id));
}
