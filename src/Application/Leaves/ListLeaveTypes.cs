using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Leaves;

/// <summary>The company's types of leave, oldest first.</summary>
/// <param name="IsArchived">Only those that are out of use, or in use.</param>
/// <param name="Limit">1 to 200.</param>
/// <param name="Cursor">From an earlier page.</param>
[Requires(Permissions.LeavesRequest, Permissions.LeavesReadAll)]
public sealed record ListLeaveTypesQuery(bool? IsArchived = null, int Limit = Paging.DefaultLimit, string? Cursor = null) : IQuery<Page<LeaveTypeDto>>, IPagedQuery;

internal sealed class ListLeaveTypesValidator : AbstractValidator<ListLeaveTypesQuery>
{
    public ListLeaveTypesValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListLeaveTypesHandler(ISatcomDb db) : IRequestHandler<ListLeaveTypesQuery, Result<Page<LeaveTypeDto>>>
{
    public async Task<Result<Page<LeaveTypeDto>>> Handle(ListLeaveTypesQuery request, CancellationToken cancellationToken)
    {
        var types = db.LeaveTypes.AsNoTracking();
        if (request.IsArchived is { } isArchived)
        {
            types = types.Where(t => t.IsArchived == isArchived);
        }

        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            types = types.Where(t => t.Id > after.Id);
        }

        var page = await types.OrderBy(t => t.Id).Take(request.Limit + 1).Select(LeaveTypeDto.Projection).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, t => new Cursor(0, t.Id));
    }
}
