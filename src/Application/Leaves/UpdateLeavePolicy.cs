using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Says a policy of leave anew. Once somebody earns by it, only its name, blackout dates and negative limit may change; all but the name by somebody who does not earn by it themselves.</summary>
[Requires(Permissions.LeavesManage)]
[AuditAction("leaves.updatePolicy")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<LeavePolicyInUse>]
[Fails<LeavePolicyNameTaken>]
[Fails<LeaveOwnRequest>]
public sealed record UpdateLeavePolicyCommand(Guid Id, LeavePolicyFields Fields) : ICommand<LeavePolicyDto>, ILeavePolicyFields
{
    string ILeavePolicyFields.Name => Fields.Name;

    LeaveTerms ILeavePolicyFields.Terms => Fields.Terms;

    IReadOnlyList<BlackoutDates>? ILeavePolicyFields.Blackouts => Fields.Blackouts;
}

/// <summary>What a policy of leave is from now on. Its type never changes.</summary>
/// <param name="Name">Unique in the company.</param>
/// <param name="Terms">Its numbers.</param>
/// <param name="Blackouts">Dates on which nobody takes leave by it.</param>
public sealed record LeavePolicyFields(string Name, LeaveTerms Terms, IReadOnlyList<BlackoutDates>? Blackouts = null);

internal sealed class UpdateLeavePolicyValidator : AbstractValidator<UpdateLeavePolicyCommand>
{
    public UpdateLeavePolicyValidator() => this.AddPolicyRules();
}

internal sealed class UpdateLeavePolicyHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<UpdateLeavePolicyCommand, Result<LeavePolicyDto>>
{
    public async Task<Result<LeavePolicyDto>> Handle(UpdateLeavePolicyCommand request, CancellationToken cancellationToken)
    {
        if (await db.LeavePolicies.SingleOrDefaultAsync(p => p.Id == request.Id, cancellationToken) is not { } policy)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != policy.Version)
        {
            return new VersionMismatch();
        }

        var before = LeavePolicyDto.Of(policy);
        var isInUse = await db.LeaveAssignments.AnyAsync(a => a.PolicyId == policy.Id, cancellationToken);
        if (policy.Change(request.Fields.Name.Trim(), request.Fields.Terms, request.Fields.Blackouts ?? [], isInUse) is { } error)
        {
            return error;
        }

        var me = scope.Actor.UserId;
        if (!before.IsSame(policy, isNameLeftOut: true) && await db.LeaveAssignments.AnyAsync(a => a.PolicyId == policy.Id && a.EmployeeId == me, cancellationToken))
        {
            return new LeaveOwnRequest();
        }

        return before.IsSame(policy) ? before : LeavePolicyDto.Of(policy) with { Version = 0 };
    }
}
