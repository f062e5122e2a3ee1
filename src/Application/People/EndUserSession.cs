using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Ends one of a person's sessions.</summary>
[Requires(Permissions.UsersManage)]
[AuditAction("people.endUserSession")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
public sealed record EndUserSessionCommand(Guid UserId, Guid SessionId) : IPlainCommand;

internal sealed class EndUserSessionHandler(ISatcomDb db, UserRecords records, TimeProvider time) : IRequestHandler<EndUserSessionCommand, Result>
{
    public async Task<Result> Handle(EndUserSessionCommand request, CancellationToken cancellationToken)
    {
        if ((await records.FindAsync(request.UserId, cancellationToken)).Error is { } refusal)
        {
            return refusal;
        }

        if (await db.Sessions.SingleOrDefaultAsync(s => s.Id == request.SessionId && s.UserId == request.UserId, cancellationToken) is not { } session)
        {
            return new NotFound();
        }

        session.End(SessionEnd.Revoked, time.GetUtcNow());
        return Result.Success;
    }
}
