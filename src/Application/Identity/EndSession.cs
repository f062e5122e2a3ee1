using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Ends one of the caller's sessions, and what programs were granted in it for no longer than the caller stays.</summary>
/// <param name="Id">The session's id.</param>
[SignedIn]
[AuditAction("auth.endSession")]
[Fails<NotFound>]
public sealed record EndSessionCommand(Guid Id) : IPlainCommand;

internal sealed class EndSessionHandler(ISatcomDb db, RequestScope scope, ISessionWrites sessions, TimeProvider time) : IRequestHandler<EndSessionCommand, Result>
{
    public async Task<Result> Handle(EndSessionCommand request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        if (!await db.Sessions.AnyAsync(s => s.Id == request.Id && s.UserId == me && s.EndedAt == null, cancellationToken))
        {
            return new NotFound();
        }

        sessions.End(new SessionsToEnd(me, SessionEnd.Revoked, time.GetUtcNow()) { Named = request.Id, Grants = GrantsToEnd.ForTheStay });
        return Result.Success;
    }
}
