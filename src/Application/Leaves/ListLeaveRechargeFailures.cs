using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Leaves;

/// <summary>People whose leave could not be charged anew when shifts, holidays or targets changed, latest first. It stays as it was charged; each hour, and with each such change, it is tried again, and who is done leaves the list.</summary>
/// <param name="UserId">Only of this person.</param>
/// <param name="Limit">1 to 200.</param>
/// <param name="Cursor">From an earlier page.</param>
[Requires(Permissions.LeavesManage)]
public sealed record ListLeaveRechargeFailuresQuery(Guid? UserId = null, int Limit = Paging.DefaultLimit, string? Cursor = null) : IQuery<Page<LeaveRechargeFailureDto>>, IPagedQuery;

/// <summary>Somebody whose leave could not be charged anew.</summary>
/// <param name="Id">The entry's id.</param>
/// <param name="UserId">Whose leave.</param>
/// <param name="From">The first date of which it may be wrong.</param>
/// <param name="To">The last one; null where no end is known.</param>
/// <param name="FailedAt">When it failed last.</param>
public sealed record LeaveRechargeFailureDto(Guid Id, Guid UserId, DateOnly From, DateOnly? To, DateTimeOffset FailedAt);

internal sealed class ListLeaveRechargeFailuresValidator : AbstractValidator<ListLeaveRechargeFailuresQuery>
{
    public ListLeaveRechargeFailuresValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListLeaveRechargeFailuresHandler(ISatcomDb db) : IRequestHandler<ListLeaveRechargeFailuresQuery, Result<Page<LeaveRechargeFailureDto>>>
{
    public async Task<Result<Page<LeaveRechargeFailureDto>>> Handle(ListLeaveRechargeFailuresQuery request, CancellationToken cancellationToken)
    {
        var rows = db.LeaveRechargeFailures.AsNoTracking();
        if (request.UserId is { } userId)
        {
            rows = rows.Where(f => f.EmployeeId == userId);
        }

        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            rows = rows.Where(f => f.FailedAt <= at && (f.FailedAt < at || f.Id.CompareTo(id) < 0));
        }

        var page = await rows.OrderByDescending(f => f.FailedAt).ThenByDescending(f => f.Id).Take(request.Limit + 1)
            .Select(f => new LeaveRechargeFailureDto(f.Id, f.EmployeeId, f.From, f.To, f.FailedAt)).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, f => Cursor.Of(f.FailedAt, f.Id));
    }
}
