using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Opens a deactivated account again, and takes the end of its employment back, which must not lie before locked dates. Its old sessions stay ended.</summary>
[Requires(Permissions.UsersManage)]
[AuditAction("people.reactivateUser")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
[Fails<DayLocked>]
public sealed record ReactivateUserCommand(Guid Id) : ICommand<UserDto>;

internal sealed class ReactivateUserHandler(UserRecords records, Locks locks, ISessionWrites sessions, TimeProvider time) : IRequestHandler<ReactivateUserCommand, Result<UserDto>>
{
    public async Task<Result<UserDto>> Handle(ReactivateUserCommand request, CancellationToken cancellationToken)
    {
        if (!(await records.FindAsync(request.Id, cancellationToken)).TryGet(out var record, out var refusal))
        {
            return refusal;
        }

        if (record.User.Status == UserStatus.Active)
        {
            return await locks.TellAsync(record.AsRead(), cancellationToken);
        }

        // Whatever the account was left with when it was shut.
        var now = time.GetStoredNow();
        sessions.End(new SessionsToEnd(record.User.Id, SessionEnd.Revoked, now));
        record.User.Reactivate();
        record.Employee?.ResumeEmployment(record.Employee.Today(now));
        record.User.MarkChanged(now);
        return await locks.TellAsync(record.AfterChange(), cancellationToken);
    }
}
