using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>Ends the session of a browser, and with it what was granted to clients in it and not for longer.</summary>
[Anonymous]
[NoReplay]
[AuditAction("auth.logout")]
public sealed record SignOutOnPageCommand(BrowserCookies Cookies) : IPlainCommand;

internal sealed class SignOutOnPageHandler(RequestScope scope, BrowserSessions browsers, TimeProvider time) : IRequestHandler<SignOutOnPageCommand, Result>
{
    public async Task<Result> Handle(SignOutOnPageCommand request, CancellationToken cancellationToken)
    {
        if (await browsers.FindAsync(request.Cookies.Session, cancellationToken) is { } browser)
        {
            scope.Actor = new Actor { Kind = ActorKind.User, UserId = browser.UserId, SessionId = browser.SessionId, DisplayName = browser.DisplayName };
            browsers.Close(browser, time.GetUtcNow());
        }

        return Result.Success;
    }
}
