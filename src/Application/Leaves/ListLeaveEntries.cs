using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>The entries of the leave accounts that the caller may see, latest date first.</summary>
/// <param name="UserId">Of one person.</param>
/// <param name="TeamId">Of the people who are in this team now.</param>
/// <param name="LeaveTypeId">Of one type.</param>
/// <param name="RequestId">What one request took and gave back.</param>
/// <param name="Kind">Of one sort.</param>
/// <param name="From">From this date on.</param>
/// <param name="To">Up to and with this date.</param>
/// <param name="Limit">1 to 200.</param>
/// <param name="Cursor">From an earlier page.</param>
[Requires(Permissions.LeavesRequest, Permissions.LeavesReadAll)]
public sealed record ListLeaveEntriesQuery(
    Guid? UserId = null, Guid? TeamId = null, Guid? LeaveTypeId = null, Guid? RequestId = null, LeaveEntryKind? Kind = null, DateOnly? From = null, DateOnly? To = null, int Limit = Paging.DefaultLimit, string? Cursor = null)
    : IQuery<Page<LeaveEntryDto>>, IPagedQuery;

internal sealed class ListLeaveEntriesValidator : AbstractValidator<ListLeaveEntriesQuery>
{
    public ListLeaveEntriesValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Kind).IsInEnum();
        RuleFor(q => q.To).GreaterThanOrEqualTo(q => q.From).When(q => q.From is not null && q.To is not null);
    }
}

internal sealed class ListLeaveEntriesHandler(ISatcomDb db, RequestScope scope, LeaveAuthority authority) : IRequestHandler<ListLeaveEntriesQuery, Result<Page<LeaveEntryDto>>>
{
    public async Task<Result<Page<LeaveEntryDto>>> Handle(ListLeaveEntriesQuery request, CancellationToken cancellationToken)
    {
        var entries = Filter(db.LeaveEntries.AsNoTracking(), request);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (date, id) = (after.Date, after.Id);
            entries = entries.Where(e => e.Date <= date && (e.Date < date || e.Id.CompareTo(id) < 0));
        }

        var page = await (from entry in entries
                          join account in Accounts(request) on entry.AccountId equals account.Id
                          orderby entry.Date descending, entry.Id descending
                          select new LeaveEntryDto(entry.Id, account.EmployeeId, account.LeaveTypeId, entry.Kind, entry.Date, entry.Amount, entry.RequestId, entry.ReversesId, entry.Reason, entry.BookedOn ?? entry.Date))
            .Take(request.Limit + 1).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, e => Cursor.Of(e.Date, e.Id));
    }

    private IQueryable<LeaveAccount> Accounts(ListLeaveEntriesQuery query)
    {
        var accounts = db.LeaveAccounts.AsNoTracking();
        if (!scope.Actor.May(Permissions.LeavesReadAll))
        {
            var people = authority.People();
            accounts = accounts.Where(a => people.Any(e => e.Id == a.EmployeeId));
        }

        if (query.UserId is { } userId)
        {
            accounts = accounts.Where(a => a.EmployeeId == userId);
        }

        if (query.TeamId is { } teamId)
        {
            accounts = accounts.Where(a => db.Employees.Any(e => e.Id == a.EmployeeId && e.TeamId == teamId));
        }

        return query.LeaveTypeId is { } typeId ? accounts.Where(a => a.LeaveTypeId == typeId) : accounts;
    }

    private static IQueryable<LeaveEntry> Filter(IQueryable<LeaveEntry> entries, ListLeaveEntriesQuery query)
    {
        if (query.Kind is { } kind)
        {
            entries = entries.Where(e => e.Kind == kind);
        }

        if (query.RequestId is { } requestId)
        {
            entries = entries.Where(e => e.RequestId == requestId);
        }

        if (query.From is { } from)
        {
            entries = entries.Where(e => e.Date >= from);
        }

        return query.To is { } to ? entries.Where(e => e.Date <= to) : entries;
    }
}
