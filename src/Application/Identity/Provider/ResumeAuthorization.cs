using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>Goes on with a request that waited for its person: to sign in, or to say yes or no.</summary>
/// <param name="Handle">The name of the waiting request.</param>
/// <param name="Consent">What the person said; null where they were not asked.</param>
[Anonymous]
[NoReplay]
[AuditAction("oauth.resumeAuthorization")]
public sealed record ResumeAuthorizationCommand(string Handle, BrowserCookies Cookies, bool? Consent = null) : ICommand<AuthorizationOutcome>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ResumeAuthorizationCommand);
}

internal sealed class ResumeAuthorizationHandler(ISatcomDb db, RequestScope scope, PendingAuthorizations pending, BrowserSessions browsers, ClientGate clients, AuthorizationFlow flow, Consents consents)
    : IRequestHandler<ResumeAuthorizationCommand, Result<AuthorizationOutcome>>
{
    public async Task<Result<AuthorizationOutcome>> Handle(ResumeAuthorizationCommand request, CancellationToken cancellationToken)
    {
        if (await pending.FindAsync(request.Handle, request.Cookies.Browser, cancellationToken) is not var (row, accepted)
            || await db.OAuthClients.Where(c => c.Id == row.OAuthClientId).Select(c => c.ClientId).SingleOrDefaultAsync(cancellationToken) is not { } clientId
            || await clients.FindAsync(clientId, cancellationToken) is not { } client)
        {
            return new AuthorizationDropped("request_expired");
        }

        // Nobody is sent to an address that was taken from the client while they signed in, not even with an error.
        if (!client.MayRedirectTo(accepted.RedirectUri))
        {
            return new AuthorizationDropped("redirect_uri_unknown");
        }

        var waiting = (row, request.Handle);
        if (AuthorizationRequests.Judge(client, accepted.Scopes, accepted.Resource) is { } fault)
        {
            return flow.End(accepted, waiting, fault);
        }

        if (request.Consent == false)
        {
            return flow.End(accepted, waiting, AuthorizationFault.AccessDenied);
        }

        var browser = await browsers.FindAsync(request.Cookies.Session, cancellationToken);
        if (browser is not null)
        {
            scope.Actor = new Actor { Kind = ActorKind.User, UserId = browser.UserId, SessionId = browser.SessionId, DisplayName = browser.DisplayName };
            if (request.Consent == true)
            {
                await consents.RememberAsync(browser.UserId, client.Id, accepted.Scopes, cancellationToken);
            }
        }

        return await flow.ContinueAsync(accepted, client, browser, waiting, request.Cookies.Browser, hasConsented: request.Consent == true && browser is not null, cancellationToken);
    }
}
