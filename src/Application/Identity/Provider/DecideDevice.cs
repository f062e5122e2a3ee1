using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity.Provider;

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

internal sealed class DecideDeviceHandler(ISatcomDb db, RequestScope scope, BrowserSessions browsers, Consents consents, ISignInSecrets secrets, IAuditTrail audit, TimeProvider time)
    : IRequestHandler<DecideDeviceCommand, Result>
{
    public async Task<Result> Handle(DecideDeviceCommand request, CancellationToken cancellationToken)
    {
        if (await browsers.FindAsync(request.Cookies.Session, cancellationToken) is not { } browser)
        {
            return new Unauthenticated();
        }

        var now = time.GetUtcNow();
        if (UserCodes.HashOf(request.UserCode, secrets) is not { } hash
            || await db.DeviceAuthorizations.SingleOrDefaultAsync(d => d.UserCodeHash == hash && d.ExpiresAt > now && d.Status == DeviceAuthorizationStatus.Pending, cancellationToken) is not { } device)
        {
            return new NotFound();
        }

        scope.Actor = new Actor { Kind = ActorKind.User, UserId = browser.UserId, SessionId = browser.SessionId, DisplayName = browser.DisplayName };
        device.Decide(request.IsApproved, browser.UserId, browser.SessionId);
        if (request.IsApproved)
        {
            // It stands among what the person allowed, where they can take it back.
            await consents.RememberAsync(browser.UserId, device.OAuthClientId, device.Scopes, cancellationToken);
        }

        await audit.RecordAsync(request.IsApproved ? "oauth.deviceApproved" : "oauth.deviceDenied", "oauthClient", device.OAuthClientId, cancellationToken);
        return Result.Success;
    }
}
