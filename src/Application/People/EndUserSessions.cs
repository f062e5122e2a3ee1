using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Signs a person out everywhere.</summary>
[Requires(Permissions.UsersManage)]
[AuditAction("people.endUserSessions")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
public sealed record EndUserSessionsCommand(Guid UserId) : IPlainCommand;

internal sealed class EndUserSessionsHandler(UserRecords records, TimeProvider time) : IRequestHandler<EndUserSessionsCommand, Result>
{
    public async Task<Result> Handle(EndUserSessionsCommand request, CancellationToken cancellationToken)
    {
        if (!(await records.FindAsync(request.UserId, cancellationToken)).TryGet(out var record, out var refusal))
        {
            return refusal;
        }

        await records.EndSessionsAsync(record.User.Id, time.GetUtcNow(), cancellationToken);
        return Result.Success;
    }
}
