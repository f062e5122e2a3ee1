using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>What a page shows of a waiting request.</summary>
[Anonymous]
public sealed record GetPendingAuthorizationQuery(string Handle, BrowserCookies Cookies) : IQuery<PendingView>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(GetPendingAuthorizationQuery);
}

/// <summary>A waiting request.</summary>
/// <param name="RedirectUri">Where the person will be sent.</param>
/// <param name="SignedInAs">The address of who is signed in; null for nobody.</param>
public sealed record PendingView(string ClientName, IReadOnlyList<string> Scopes, string RedirectUri, string? LoginHint, string? UiLocales, string? SignedInAs);

internal sealed class GetPendingAuthorizationHandler(ISatcomDb db, PendingAuthorizations pending, BrowserSessions browsers) : IRequestHandler<GetPendingAuthorizationQuery, Result<PendingView>>
{
    public async Task<Result<PendingView>> Handle(GetPendingAuthorizationQuery request, CancellationToken cancellationToken)
    {
        if (await pending.FindAsync(request.Handle, request.Cookies.Browser, cancellationToken) is not var (row, accepted))
        {
            return new NotFound();
        }

        var name = await db.OAuthClients.AsNoTracking().Where(c => c.Id == row.OAuthClientId).Select(c => c.Name).SingleAsync(cancellationToken);
        var browser = await browsers.FindAsync(request.Cookies.Session, cancellationToken);
        return new PendingView(name, accepted.Scopes, accepted.RedirectUri, accepted.LoginHint, accepted.UiLocales, browser?.Email);
    }
}
