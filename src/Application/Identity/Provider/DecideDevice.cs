using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>Approves or refuses a waiting device, for the person who is signed in in the browser.</summary>
[Anonymous]
[NoReplay]
[AuditAction("oauth.decideDevice")]
public sealed record DecideDeviceCommand(string? UserCode, bool IsApproved, BrowserCookies Cookies) : IPlainCommand
{
    /// <inheritdoc/>
    public override string ToString() => nameof(DecideDeviceCommand);
}

internal sealed class DecideDeviceHandler(RequestScope scope, BrowserSessions browsers, Consents consents, UserCodeGuesses guesses, ISessionWrites sessions, IAuditTrail audit)
    : IRequestHandler<DecideDeviceCommand, Result>
{
    public async Task<Result> Handle(DecideDeviceCommand request, CancellationToken cancellationToken)
    {
        if (await browsers.FindAsync(request.Cookies.Session, cancellationToken) is not { } browser)
        {
            return new Unauthenticated();
        }

        if (!(await guesses.FindAsync(request.UserCode, browser.UserId, cancellationToken)).TryGet(out var device, out var refusal))
        {
            return refusal;
        }

        scope.Actor = new Actor { Kind = ActorKind.User, UserId = browser.UserId, SessionId = browser.SessionId, DisplayName = browser.DisplayName };
        device.Decide(request.IsApproved, browser.UserId, browser.SessionId);
        if (request.IsApproved)
        {
            // Whoever signs out everywhere meanwhile ends the approvals that they see: this one comes first and is ended, or second and is judged anew.
            sessions.DependOnLive(browser.UserId, browser.SessionId);

            // It stands among what the person allowed, where they can take it back.
            await consents.RememberAsync(browser.UserId, device.OAuthClientId, device.Scopes, cancellationToken);
        }

        await audit.RecordAsync(request.IsApproved ? "oauth.deviceApproved" : "oauth.deviceDenied", "oauthClient", device.OAuthClientId, cancellationToken);
        return Result.Success;
    }
}
