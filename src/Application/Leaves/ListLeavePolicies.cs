using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Leaves;

/// <summary>The company's policies of leave, oldest first.</summary>
/// <param name="LeaveTypeId">Only those of this type.</param>
/// <param name="Limit">1 to 200.</param>
/// <param name="Cursor">From an earlier page.</param>
[Requires(Permissions.LeavesManage, Permissions.LeavesReadAll)]
public sealed record ListLeavePoliciesQuery(Guid? LeaveTypeId = null, int Limit = Paging.DefaultLimit, string? Cursor = null) : IQuery<Page<LeavePolicyDto>>, IPagedQuery;

internal sealed class ListLeavePoliciesValidator : AbstractValidator<ListLeavePoliciesQuery>
{
    public ListLeavePoliciesValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListLeavePoliciesHandler(ISatcomDb db) : IRequestHandler<ListLeavePoliciesQuery, Result<Page<LeavePolicyDto>>>
{
    public async Task<Result<Page<LeavePolicyDto>>> Handle(ListLeavePoliciesQuery request, CancellationToken cancellationToken)
    {
        var policies = db.LeavePolicies.AsNoTracking();
        if (request.LeaveTypeId is { } typeId)
        {
            policies = policies.Where(p => p.LeaveTypeId == typeId);
        }

        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            policies = policies.Where(p => p.Id > after.Id);
        }

        var page = await policies.OrderBy(p => p.Id).Take(request.Limit + 1).Select(LeavePolicyDto.Projection).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, p => new Cursor(0, p.Id));
    }
}
