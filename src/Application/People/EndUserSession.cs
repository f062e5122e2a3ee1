using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Ends one of a person's sessions, and what programs were granted in it for no longer than the person stays.</summary>
[Requires(Permissions.UsersManage)]
[AuditAction("people.endUserSession")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
public sealed record EndUserSessionCommand(Guid UserId, Guid SessionId) : IPlainCommand;

internal sealed class EndUserSessionHandler(ISatcomDb db, UserRecords records, ISessionWrites sessions, TimeProvider time) : IRequestHandler<EndUserSessionCommand, Result>
{
    public async Task<Result> Handle(EndUserSessionCommand request, CancellationToken cancellationToken)
    {
        if ((await records.FindAsync(request.UserId, cancellationToken)).Error is { } refusal)
        {
            return refusal;
        }

        if (!await db.Sessions.AnyAsync(s => s.Id == request.SessionId && s.UserId == request.UserId, cancellationToken))
        {
            return new NotFound();
        }

        sessions.End(new SessionsToEnd(request.UserId, SessionEnd.Revoked, time.GetUtcNow()) { Named = request.SessionId, Grants = GrantsToEnd.ForTheStay });
        return Result.Success;
    }
}
