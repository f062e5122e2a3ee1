using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Who earns leave by which policy, oldest assignment first.</summary>
/// <param name="UserId">Only this person's.</param>
/// <param name="PolicyId">Only by this policy.</param>
/// <param name="LeaveTypeId">Only of this type.</param>
/// <param name="On">Only those that hold on this date.</param>
/// <param name="Limit">1 to 200.</param>
/// <param name="Cursor">From an earlier page.</param>
[Requires(Permissions.LeavesManage, Permissions.LeavesReadAll)]
public sealed record ListLeaveAssignmentsQuery(
    Guid? UserId = null, Guid? PolicyId = null, Guid? LeaveTypeId = null, DateOnly? On = null, int Limit = Paging.DefaultLimit, string? Cursor = null)
    : IQuery<Page<LeaveAssignmentDto>>, IPagedQuery;

internal sealed class ListLeaveAssignmentsValidator : AbstractValidator<ListLeaveAssignmentsQuery>
{
    public ListLeaveAssignmentsValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListLeaveAssignmentsHandler(ISatcomDb db) : IRequestHandler<ListLeaveAssignmentsQuery, Result<Page<LeaveAssignmentDto>>>
{
    public async Task<Result<Page<LeaveAssignmentDto>>> Handle(ListLeaveAssignmentsQuery request, CancellationToken cancellationToken)
    {
        var rows = Filter(db.LeaveAssignments.AsNoTracking(), request);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            rows = rows.Where(a => a.Id > after.Id);
        }

        var page = await rows.OrderBy(a => a.Id).Take(request.Limit + 1).Select(LeaveAssignmentDto.Projection).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, a => new Cursor(0, a.Id));
    }

    private static IQueryable<LeaveAssignment> Filter(IQueryable<LeaveAssignment> rows, ListLeaveAssignmentsQuery query)
    {
        if (query.UserId is { } userId)
        {
            rows = rows.Where(a => a.EmployeeId == userId);
        }

        if (query.PolicyId is { } policyId)
        {
            rows = rows.Where(a => a.PolicyId == policyId);
        }

        if (query.LeaveTypeId is { } typeId)
        {
            rows = rows.Where(a => a.LeaveTypeId == typeId);
        }

        return query.On is { } on ? rows.Where(a => a.From <= on && (a.To == null || a.To >= on)) : rows;
    }
}
