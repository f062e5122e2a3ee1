using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>Begins a client's request for a person's tokens.</summary>
[Anonymous]
[NoReplay]
[AuditAction("oauth.authorize")]
public sealed record AuthorizeCommand(AuthorizationParameters Parameters, string Issuer, BrowserCookies Cookies) : ICommand<AuthorizationOutcome>;

internal sealed class AuthorizeHandler(RequestScope scope, ClientGate gate, BrowserSessions browsers, AuthorizationFlow flow, IProviderTokenReader tokens)
    : IRequestHandler<AuthorizeCommand, Result<AuthorizationOutcome>>
{
    public async Task<Result<AuthorizationOutcome>> Handle(AuthorizeCommand request, CancellationToken cancellationToken)
    {
        var sent = request.Parameters;
        if (await gate.FindAsync(sent.ClientId, cancellationToken) is not { } client)
        {
            return new AuthorizationDropped("client_unknown");
        }

        if (sent.RedirectUri is not { } redirectUri || !client.MayRedirectTo(redirectUri))
        {
            return new AuthorizationDropped("redirect_uri_unknown");
        }

        var hint = sent.IdTokenHint is { } token ? await tokens.ReadHintAsync(token, scope.Tenant.Id, cancellationToken) : null;
        var (accepted, fault) = AuthorizationRequests.Judge(sent, client, request.Issuer, hint);
        if (accepted is null)
        {
            return AuthorizationFlow.Refuse(redirectUri, sent.ResponseMode is "form_post", sent.State, request.Issuer, fault!);
        }

        var browser = await browsers.FindAsync(request.Cookies.Session, cancellationToken);
        return await flow.ContinueAsync(accepted, client, browser, waiting: null, request.Cookies.Browser, hasConsented: false, cancellationToken);
    }
}
