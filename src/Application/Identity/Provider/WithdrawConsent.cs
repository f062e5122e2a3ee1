using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity.Provider;

/// <summary>Takes back what the caller allowed a program: its tokens for them stop working, and so do codes and approved devices that wait.</summary>
[SignedIn]
[Fails<NotFound>]
[AuditAction("oauth.withdrawConsent")]
public sealed record WithdrawConsentCommand(Guid Id) : IPlainCommand;

internal sealed class WithdrawConsentHandler(ISatcomDb db, RequestScope scope, ISessionWrites sessions, TimeProvider time) : IRequestHandler<WithdrawConsentCommand, Result>
{
    public async Task<Result> Handle(WithdrawConsentCommand request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        if (await db.Consents.SingleOrDefaultAsync(c => c.Id == request.Id && c.UserId == me, cancellationToken) is not { } consent)
        {
            return new NotFound();
        }

        sessions.End(new SessionsToEnd(me, SessionEnd.Revoked, time.GetUtcNow()) { OAuthClientId = consent.OAuthClientId });
        db.Consents.Remove(consent);
        return Result.Success;
    }
}
