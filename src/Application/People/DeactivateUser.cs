using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Shuts an account: all its sessions end, and nobody signs in to it until it is reactivated. Coming leave, what earns leave, shifts and delegations of the person end too, and do not come back.</summary>
/// <param name="Reason">Kept in the audit.</param>
[Requires(Permissions.UsersManage)]
[AuditAction("people.deactivateUser")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
[Fails<LastAdministrator>]
public sealed record DeactivateUserCommand(Guid Id, string? Reason = null) : ICommand<UserDto>;

internal sealed class DeactivateUserValidator : AbstractValidator<DeactivateUserCommand>
{
    public const int ReasonMaxLength = 500;

    public DeactivateUserValidator() => RuleFor(c => c.Reason).IsLine(ReasonMaxLength);
}

internal sealed class DeactivateUserHandler(UserRecords records, Locks locks, RequestScope scope, Accesses accesses, Leavers leavers, TimeProvider time)
    : IRequestHandler<DeactivateUserCommand, Result<UserDto>>
{
    public async Task<Result<UserDto>> Handle(DeactivateUserCommand request, CancellationToken cancellationToken)
    {
        if (!(await records.FindAsync(request.Id, cancellationToken)).TryGet(out var record, out var refusal))
        {
            return refusal;
        }

        if (record.User.Status == UserStatus.Deactivated)
        {
            return await locks.TellAsync(record.AsRead(), cancellationToken);
        }

        scope.AuditReason = string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim();
        var now = time.GetStoredNow();
        await accesses.ShutAsync(record.User.Id, now, cancellationToken);
        record.User.Deactivate();
        if (record.Employee is { } employee)
        {
            employee.EndEmployment(employee.Today(now));
            await leavers.EndAsync(employee, scope.AuditReason, now, cancellationToken);
        }

        record.User.MarkChanged(now);
        return await locks.TellAsync(record.AfterChange(), cancellationToken);
    }
}
