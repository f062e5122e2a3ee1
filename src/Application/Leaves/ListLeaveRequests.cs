using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>The requests for leave that the caller may see, latest leave first.</summary>
/// <param name="UserId">Of one person.</param>
/// <param name="TeamId">Of the people who are in this team now.</param>
/// <param name="Status">In this state.</param>
/// <param name="IsOpen">Only those that are to be decided, pending and recommended; or those that are not.</param>
/// <param name="LeaveTypeId">Of this type.</param>
/// <param name="From">Leave that ends on this date or later.</param>
/// <param name="To">Leave that begins on this date or earlier.</param>
/// <param name="Limit">1 to 200.</param>
/// <param name="Cursor">From an earlier page.</param>
[Requires(Permissions.LeavesRequest, Permissions.LeavesReadAll)]
public sealed record ListLeaveRequestsQuery(
    Guid? UserId = null, Guid? TeamId = null, LeaveStatus? Status = null, bool? IsOpen = null, Guid? LeaveTypeId = null, DateOnly? From = null, DateOnly? To = null, int Limit = Paging.DefaultLimit, string? Cursor = null)
    : IQuery<Page<LeaveRequestDto>>, IPagedQuery;

internal sealed class ListLeaveRequestsValidator : AbstractValidator<ListLeaveRequestsQuery>
{
    public ListLeaveRequestsValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Status).IsInEnum();
        RuleFor(q => q.To).GreaterThanOrEqualTo(q => q.From).When(q => q.From is not null && q.To is not null);
    }
}

internal sealed class ListLeaveRequestsHandler(ISatcomDb db, LeaveAuthority authority) : IRequestHandler<ListLeaveRequestsQuery, Result<Page<LeaveRequestDto>>>
{
    public async Task<Result<Page<LeaveRequestDto>>> Handle(ListLeaveRequestsQuery request, CancellationToken cancellationToken)
    {
        var rows = Filter((await authority.VisibleAsync(cancellationToken)).AsNoTracking(), request);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (date, id) = (after.Date, after.Id);
            rows = rows.Where(r => r.From <= date && (r.From < date || r.Id.CompareTo(id) < 0));
        }

        var page = await LeaveRequestDto.Named(rows.OrderByDescending(r => r.From).ThenByDescending(r => r.Id).Take(request.Limit + 1), db).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, r => Cursor.Of(r.From, r.Id));
    }

    private IQueryable<LeaveRequest> Filter(IQueryable<LeaveRequest> rows, ListLeaveRequestsQuery query)
    {
        if (query.UserId is { } userId)
        {
            rows = rows.Where(r => r.EmployeeId == userId);
        }

        if (query.TeamId is { } teamId)
        {
            rows = rows.Where(r => db.Employees.Any(e => e.Id == r.EmployeeId && e.TeamId == teamId));
        }

        if (query.Status is { } status)
        {
            rows = rows.Where(r => r.Status == status);
        }

        if (query.IsOpen is { } isOpen)
        {
            rows = rows.Where(r => (r.Status == LeaveStatus.Pending || r.Status == LeaveStatus.Recommended) == isOpen);
        }

        if (query.LeaveTypeId is { } typeId)
        {
            rows = rows.Where(r => r.LeaveTypeId == typeId);
        }

        if (query.From is { } from)
        {
            rows = rows.Where(r => r.To >= from);
        }

        return query.To is { } to ? rows.Where(r => r.From <= to) : rows;
    }
}
