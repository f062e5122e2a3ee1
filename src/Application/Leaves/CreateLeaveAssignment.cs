using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Leaves;

/// <summary>Lets somebody earn leave by a policy from a date on, and posts what they have earned by now.</summary>
/// <param name="Id">The client's id of the assignment: sent again with the same content, it creates nothing.</param>
/// <param name="UserId">Who earns.</param>
/// <param name="PolicyId">By which policy.</param>
/// <param name="From">The first date: that of hiring, or of the change of policy.</param>
/// <param name="To">The last date, if one is known.</param>
[Requires(Permissions.LeavesManage)]
[AuditAction("leaves.assignPolicy")]
[Fails<IdConflict>]
[Fails<EmployeeUnknown>]
[Fails<LeavePolicyUnknown>]
[Fails<LeaveAssignmentOverlaps>]
[Fails<DatesReversed>]
[Fails<LeaveOwnRequest>]
public sealed record CreateLeaveAssignmentCommand(Guid? Id, Guid UserId, Guid PolicyId, DateOnly From, DateOnly? To = null) : ICommand<LeaveAssignmentDto>;

internal sealed class CreateLeaveAssignmentValidator : AbstractValidator<CreateLeaveAssignmentCommand>
{
    /// <summary>Everything since the first date is posted at once, so that it must not be a slip of the hand.</summary>
    private const int OldestYear = 1970;
    private const int LatestYear = 2200;

    public CreateLeaveAssignmentValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        RuleFor(c => c.From).Must(from => from.Year is >= OldestYear and <= LatestYear).WithErrorCode("out_of_range").WithDetail($"{OldestYear}-01-01..{LatestYear}-12-31");
    }
}

internal sealed class CreateLeaveAssignmentHandler(ISatcomDb db, RequestScope scope, LeaveAccounts accounts, TimeProvider time)
    : IRequestHandler<CreateLeaveAssignmentCommand, Result<LeaveAssignmentDto>>
{
    public async Task<Result<LeaveAssignmentDto>> Handle(CreateLeaveAssignmentCommand request, CancellationToken cancellationToken)
    {
        if (request.UserId == scope.Actor.UserId)
        {
            return new LeaveOwnRequest();
        }

        if (request.To < request.From)
        {
            return new DatesReversed();
        }

        if (request.Id is { } id && await db.LeaveAssignments.AsNoTracking().Where(a => a.Id == id).Select(LeaveAssignmentDto.Projection).SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            return (known.UserId, known.PolicyId, known.From, known.To) == (request.UserId, request.PolicyId, request.From, request.To) ? known : new IdConflict();
        }

        var found = await (from policy in db.LeavePolicies.AsNoTracking()
                           join type in db.LeaveTypes.AsNoTracking() on policy.LeaveTypeId equals type.Id
                           where policy.Id == request.PolicyId
                           select new { Policy = policy, Type = type }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return new LeavePolicyUnknown();
        }

        if (await db.Employees.AsNoTracking().Where(e => e.Id == request.UserId).Select(e => new { e.TimeZone, e.StartsOn, e.EndsOn, e.EarlierEmployments }).SingleOrDefaultAsync(cancellationToken) is not { } employee)
        {
            return new EmployeeUnknown();
        }

        var (account, plans) = await accounts.OpenAsync(request.UserId, found.Type, accounts.Today(employee.TimeZone), cancellationToken);
        if (plans.Any(p => p.Touches(request.From, request.To ?? DateOnly.MaxValue)))
        {
            return new LeaveAssignmentOverlaps();
        }

        var assignment = new LeaveAssignment(scope.Tenant.Id, request.Id ?? time.New(), request.UserId, request.PolicyId, found.Type.Id, request.From, request.To);
        db.LeaveAssignments.Add(assignment);
        var plan = new LeavePlan(assignment.Id, request.UserId, found.Type.Id, request.From, request.To, found.Policy.Terms, found.Policy.Blackouts)
        {
            StartsOn = employee.StartsOn,
            EndsOn = employee.EndsOn,
            EarlierEmployments = employee.EarlierEmployments,
        };
        var locked = await accounts.LockedThroughAsync(cancellationToken);
        accounts.Settle(account, found.Type.HasBalance, [.. plans.Append(plan).OrderBy(p => p.From)], accounts.Today(employee.TimeZone), locked, before: plans);
        return LeaveAssignmentDto.Of(assignment);
    }
}
