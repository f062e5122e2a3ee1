using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Ends one of the caller's sessions.</summary>
/// <param name="Id">The session's id.</param>
[SignedIn]
[AuditAction("auth.endSession")]
[Fails<NotFound>]
public sealed record EndSessionCommand(Guid Id) : IPlainCommand;

internal sealed class EndSessionHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<EndSessionCommand, Result>
{
    public async Task<Result> Handle(EndSessionCommand request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        if (await db.Sessions.SingleOrDefaultAsync(s => s.Id == request.Id && s.UserId == me && s.EndedAt == null, cancellationToken) is not { } session)
        {
            return new NotFound();
        }

        session.End(SessionEnd.Revoked, time.GetUtcNow());
        return Result.Success;
    }
}
