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

internal sealed class WithdrawConsentHandler(RequestScope scope, ConsentWithdrawal withdrawal) : IRequestHandler<WithdrawConsentCommand, Result>
{
    public Task<Result> Handle(WithdrawConsentCommand request, CancellationToken cancellationToken) => withdrawal.DoAsync(request.Id, scope.Actor.UserId, cancellationToken);
}

/// <summary>Takes a person's consent back, by whichever way they ask for it.</summary>
internal sealed class ConsentWithdrawal(ISatcomDb db, ISessionWrites sessions, TimeProvider time)
{
    public async Task<Result> DoAsync(Guid id, Guid userId, CancellationToken cancellationToken)
    {
        if (await db.Consents.SingleOrDefaultAsync(c => c.Id == id && c.UserId == userId, cancellationToken) is not { } consent)
        {
            return new NotFound();
        }

        sessions.End(new SessionsToEnd(userId, SessionEnd.Revoked, time.GetUtcNow()) { OAuthClientId = consent.OAuthClientId });
        db.Consents.Remove(consent);
        return Result.Success;
    }
}
