using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Leaves;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Signs a person out everywhere. Their link to approved leave ends too.</summary>
[Requires(Permissions.UsersManage)]
[AuditAction("people.endUserSessions")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
public sealed record EndUserSessionsCommand(Guid UserId) : IPlainCommand;

internal sealed class EndUserSessionsHandler(UserRecords records, ISessionWrites sessions, LeaveFeeds feeds, TimeProvider time) : IRequestHandler<EndUserSessionsCommand, Result>
{
    public async Task<Result> Handle(EndUserSessionsCommand request, CancellationToken cancellationToken)
    {
        if (!(await records.FindAsync(request.UserId, cancellationToken)).TryGet(out var record, out var refusal))
        {
            return refusal;
        }

        sessions.End(new SessionsToEnd(record.User.Id, SessionEnd.Revoked, time.GetUtcNow()));
        await feeds.EndAsync(record.User.Id, cancellationToken);
        return Result.Success;
    }
}
