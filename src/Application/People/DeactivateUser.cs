using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Shuts an account: all its sessions end, and nobody signs in to it until it is reactivated.</summary>
[Requires(Permissions.UsersManage)]
[AuditAction("people.deactivateUser")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
[Fails<LastAdministrator>]
public sealed record DeactivateUserCommand(Guid Id) : ICommand<UserDto>;

internal sealed class DeactivateUserHandler(UserRecords records, ISessionWrites sessions, TimeProvider time) : IRequestHandler<DeactivateUserCommand, Result<UserDto>>
{
    public async Task<Result<UserDto>> Handle(DeactivateUserCommand request, CancellationToken cancellationToken)
    {
        if (!(await records.FindAsync(request.Id, cancellationToken)).TryGet(out var record, out var refusal))
        {
            return refusal;
        }

        if (record.User.Status == UserStatus.Deactivated)
        {
            return record.AsRead();
        }

        var now = time.GetStoredNow();
        sessions.End(new SessionsToEnd(record.User.Id, SessionEnd.Revoked, now));
        record.User.Deactivate();
        record.User.MarkChanged(now);
        return record.AfterChange();
    }
}
