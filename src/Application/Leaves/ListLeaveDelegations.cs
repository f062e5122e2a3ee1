using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Leaves;

/// <summary>Who decides requests for leave in whose place, latest first: of the caller, or of everybody for who sees everybody's leave.</summary>
/// <param name="ApproverId">In this person's place.</param>
/// <param name="DelegateId">By this person.</param>
/// <param name="On">Only those that hold on this date.</param>
/// <param name="Limit">1 to 200.</param>
/// <param name="Cursor">From an earlier page.</param>
[Requires(Permissions.LeavesRequest, Permissions.LeavesReadAll)]
public sealed record ListLeaveDelegationsQuery(Guid? ApproverId = null, Guid? DelegateId = null, DateOnly? On = null, int Limit = Paging.DefaultLimit, string? Cursor = null)
    : IQuery<Page<LeaveDelegationDto>>, IPagedQuery;

internal sealed class ListLeaveDelegationsValidator : AbstractValidator<ListLeaveDelegationsQuery>
{
    public ListLeaveDelegationsValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListLeaveDelegationsHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ListLeaveDelegationsQuery, Result<Page<LeaveDelegationDto>>>
{
    public async Task<Result<Page<LeaveDelegationDto>>> Handle(ListLeaveDelegationsQuery request, CancellationToken cancellationToken)
    {
        var (me, rows) = (scope.Actor.UserId, db.LeaveDelegations.AsNoTracking());
        if (!scope.Actor.May(Permissions.LeavesReadAll))
        {
            rows = rows.Where(d => d.ApproverId == me || d.DelegateId == me);
        }

        if (request.ApproverId is { } approverId)
        {
            rows = rows.Where(d => d.ApproverId == approverId);
        }

        if (request.DelegateId is { } delegateId)
        {
            rows = rows.Where(d => d.DelegateId == delegateId);
        }

        if (request.On is { } on)
        {
            rows = rows.Where(d => d.From <= on && d.To >= on);
        }

        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (date, id) = (after.Date, after.Id);
            rows = rows.Where(d => d.From <= date && (d.From < date || d.Id.CompareTo(id) < 0));
        }

        var page = await rows.OrderByDescending(d => d.From).ThenByDescending(d => d.Id).Take(request.Limit + 1).Select(LeaveDelegationDto.Projection).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, d => Cursor.Of(d.From, d.Id));
    }
}
