using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity.Provider;

/// <summary>Takes back what the caller allowed a program: its tokens for them stop working.</summary>
[SignedIn]
[Fails<NotFound>]
[AuditAction("oauth.withdrawConsent")]
public sealed record WithdrawConsentCommand(Guid Id) : IPlainCommand;

internal sealed class WithdrawConsentHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<WithdrawConsentCommand, Result>
{
    public async Task<Result> Handle(WithdrawConsentCommand request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        if (await db.Consents.SingleOrDefaultAsync(c => c.Id == request.Id && c.UserId == me, cancellationToken) is not { } consent)
        {
            return new NotFound();
        }

        var sessions = await (
            from session in db.Sessions.AsTracking()
            join grant in db.OAuthGrants on session.Id equals grant.SessionId
            where grant.OAuthClientId == consent.OAuthClientId && session.UserId == me && session.EndedAt == null
            select session).ToListAsync(cancellationToken);
        sessions.ForEach(s => s.End(SessionEnd.Revoked, time.GetUtcNow()));
        db.Consents.Remove(consent);
        return Result.Success;
    }
}
