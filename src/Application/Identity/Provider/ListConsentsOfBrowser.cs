using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>What the person who is signed in in a browser has allowed programs and devices, the latest first.</summary>
[Anonymous]
public sealed record ListConsentsOfBrowserQuery(BrowserCookies Cookies) : IQuery<AllowedPrograms>;

/// <summary>A person, and which programs may act for them.</summary>
/// <param name="Email">The address that they sign in with.</param>
/// <param name="TimeZone">The IANA zone that their dates are shown in.</param>
/// <param name="Consents">At most as many as a page of a list holds; the others are seen once some of these are taken back.</param>
public sealed record AllowedPrograms(string Email, string TimeZone, IReadOnlyList<ConsentDto> Consents);

internal sealed class ListConsentsOfBrowserHandler(ISatcomDb db, RequestScope scope, BrowserSessions browsers) : IRequestHandler<ListConsentsOfBrowserQuery, Result<AllowedPrograms>>
{
    public async Task<Result<AllowedPrograms>> Handle(ListConsentsOfBrowserQuery request, CancellationToken cancellationToken)
    {
        if (await browsers.FindAsync(request.Cookies.Session, cancellationToken) is not { } browser)
        {
            return new Unauthenticated();
        }

        var consents = await ConsentDto.Of(db, db.Consents.AsNoTracking().Where(c => c.UserId == browser.UserId)).Take(Paging.MaxLimit).ToListAsync(cancellationToken);
        var zone = await db.Employees.AsNoTracking().Where(e => e.Id == browser.UserId).Select(e => e.TimeZone).SingleOrDefaultAsync(cancellationToken);
        return new AllowedPrograms(browser.Email, zone ?? scope.Tenant.TimeZone, consents);
    }
}
