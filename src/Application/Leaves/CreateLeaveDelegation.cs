using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Leaves;

/// <summary>Lets somebody decide requests for leave in an approver's place while they are away. Who may not manage leave does so for themselves alone.</summary>
/// <param name="Id">The client's id of the delegation: sent again with the same content, it creates nothing.</param>
/// <param name="DelegateId">Who decides.</param>
/// <param name="From">The first date.</param>
/// <param name="To">The last date.</param>
/// <param name="ApproverId">Who is away: the caller, who may leave it out.</param>
[Requires(Permissions.LeavesRecommend, Permissions.LeavesApprove)]
[AuditAction("leaves.delegate")]
[Fails<IdConflict>]
[Fails<DatesReversed>]
[Fails<EmployeeUnknown>]
[Fails<LeaveDelegateInvalid>]
[Fails<Forbidden>]
public sealed record CreateLeaveDelegationCommand(Guid? Id, Guid DelegateId, DateOnly From, DateOnly To, Guid? ApproverId = null) : ICommand<LeaveDelegationDto>;

internal sealed class CreateLeaveDelegationValidator : AbstractValidator<CreateLeaveDelegationCommand>
{
    public CreateLeaveDelegationValidator() => RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
}

internal sealed class CreateLeaveDelegationHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<CreateLeaveDelegationCommand, Result<LeaveDelegationDto>>
{
    public async Task<Result<LeaveDelegationDto>> Handle(CreateLeaveDelegationCommand request, CancellationToken cancellationToken)
    {
        var approverId = request.ApproverId ?? scope.Actor.UserId;

        // Not for others: whoever could choose another approver's delegate could choose who decides their own request.
        if (approverId != scope.Actor.UserId)
        {
            return new Forbidden();
        }

        if (request.To < request.From)
        {
            return new DatesReversed();
        }

        if (request.Id is { } id && await db.LeaveDelegations.AsNoTracking().Where(d => d.Id == id).Select(LeaveDelegationDto.Projection).SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            return (known.ApproverId, known.DelegateId, known.From, known.To) == (approverId, request.DelegateId, request.From, request.To) ? known : new IdConflict();
        }

        if (approverId == request.DelegateId)
        {
            return new LeaveDelegateInvalid();
        }

        var people = await db.Users.AsNoTracking().Where(u => (u.Id == approverId || u.Id == request.DelegateId) && u.Status == UserStatus.Active)
            .Select(u => new { u.Id, u.Roles }).ToListAsync(cancellationToken);
        if (people.Count < 2)
        {
            return new EmployeeUnknown();
        }

        // Nobody hands on what they do not have.
        if (!Permissions.Cover(Permissions.Of(people.Single(p => p.Id == approverId).Roles), [Permissions.LeavesRecommend]))
        {
            return new LeaveDelegateInvalid();
        }

        var delegation = new LeaveDelegation(scope.Tenant.Id, request.Id ?? time.New(), approverId, request.DelegateId, request.From, request.To);
        db.LeaveDelegations.Add(delegation);
        return LeaveDelegationDto.Of(delegation);
    }
}
