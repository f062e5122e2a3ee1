using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Makes a policy of leave, which people can then be assigned.</summary>
/// <param name="Id">The client's id of the policy: sent again with the same content, it creates nothing.</param>
/// <param name="LeaveTypeId">The type of leave that it is about.</param>
/// <param name="Name">Unique in the company.</param>
/// <param name="Terms">Its numbers.</param>
/// <param name="Blackouts">Dates on which nobody takes leave by it.</param>
[Requires(Permissions.LeavesManage)]
[AuditAction("leaves.createPolicy")]
[Fails<IdConflict>]
[Fails<LeaveTypeUnknown>]
[Fails<LeavePolicyNameTaken>]
public sealed record CreateLeavePolicyCommand(Guid? Id, Guid LeaveTypeId, string Name, LeaveTerms Terms, IReadOnlyList<BlackoutDates>? Blackouts = null)
    : ICommand<LeavePolicyDto>, ILeavePolicyFields;

internal sealed class CreateLeavePolicyValidator : AbstractValidator<CreateLeavePolicyCommand>
{
    public CreateLeavePolicyValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        this.AddPolicyRules();
    }
}

internal sealed class CreateLeavePolicyHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<CreateLeavePolicyCommand, Result<LeavePolicyDto>>
{
    public async Task<Result<LeavePolicyDto>> Handle(CreateLeavePolicyCommand request, CancellationToken cancellationToken)
    {
        var policy = new LeavePolicy(scope.Tenant.Id, request.Id ?? time.New(), request.LeaveTypeId, request.Name.Trim(), request.Terms);
        policy.Change(policy.Name, request.Terms, request.Blackouts ?? [], isInUse: false);
        if (scope.Attempt > 0 && request.Id is { } id && await db.LeavePolicies.AsNoTracking().Where(p => p.Id == id).Select(LeavePolicyDto.Projection).SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            return known.IsSame(policy) ? known : new IdConflict();
        }

        db.LeavePolicies.Add(policy);
        return LeavePolicyDto.Of(policy);
    }
}
