using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Opens a deactivated account again. Its old sessions stay ended.</summary>
[Requires(Permissions.UsersManage)]
[AuditAction("people.reactivateUser")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
public sealed record ReactivateUserCommand(Guid Id) : ICommand<UserDto>;

internal sealed class ReactivateUserHandler(UserRecords records, TimeProvider time) : IRequestHandler<ReactivateUserCommand, Result<UserDto>>
{
    public async Task<Result<UserDto>> Handle(ReactivateUserCommand request, CancellationToken cancellationToken)
    {
        if (!(await records.FindAsync(request.Id, cancellationToken)).TryGet(out var record, out var refusal))
        {
            return refusal;
        }

        if (record.User.Status == UserStatus.Active)
        {
            return record.AsRead();
        }

        // A sign-in that was under way when the account was shut may have left a session behind.
        var now = time.GetStoredNow();
        await records.EndSessionsAsync(record.User.Id, now, cancellationToken);
        record.User.Reactivate();
        record.User.MarkChanged(now);
        return record.AfterChange();
    }
}
