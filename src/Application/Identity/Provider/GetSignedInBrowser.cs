using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>Who is signed in in the browser that asks.</summary>
[Anonymous]
public sealed record GetSignedInBrowserQuery(BrowserCookies Cookies) : IQuery<SignedInPerson>;

/// <summary>A person who is signed in in a browser.</summary>
public sealed record SignedInPerson(Guid UserId, string Email, string DisplayName);

internal sealed class GetSignedInBrowserHandler(BrowserSessions browsers) : IRequestHandler<GetSignedInBrowserQuery, Result<SignedInPerson>>
{
    public async Task<Result<SignedInPerson>> Handle(GetSignedInBrowserQuery request, CancellationToken cancellationToken) =>
        await browsers.FindAsync(request.Cookies.Session, cancellationToken) is { } browser ? new SignedInPerson(browser.UserId, browser.Email, browser.DisplayName) : new Unauthenticated();
}
