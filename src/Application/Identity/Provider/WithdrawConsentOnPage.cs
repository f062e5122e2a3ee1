using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>Takes back what a program was allowed, on the page of whoever is signed in in a browser.</summary>
[Anonymous]
[NoReplay]
[AuditAction("oauth.withdrawConsent")]
public sealed record WithdrawConsentOnPageCommand(Guid Id, BrowserCookies Cookies) : IPlainCommand;

internal sealed class WithdrawConsentOnPageHandler(RequestScope scope, BrowserSessions browsers, ConsentWithdrawal withdrawal) : IRequestHandler<WithdrawConsentOnPageCommand, Result>
{
    public async Task<Result> Handle(WithdrawConsentOnPageCommand request, CancellationToken cancellationToken)
    {
        if (await browsers.FindAsync(request.Cookies.Session, cancellationToken) is not { } browser)
        {
            return new Unauthenticated();
        }

        scope.Actor = new Actor { Kind = ActorKind.User, UserId = browser.UserId, SessionId = browser.SessionId, DisplayName = browser.DisplayName };
        return await withdrawal.DoAsync(request.Id, browser.UserId, cancellationToken);
    }
}
