using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>Who is signed in in a browser.</summary>
internal sealed record SignedInBrowser(Guid SessionId, Guid UserId, string Email, string DisplayName, DateTimeOffset AuthenticatedAt, IReadOnlyList<string> Methods, IReadOnlyList<string> Roles);

/// <summary>The sessions that browsers hold a cookie for.</summary>
internal sealed class BrowserSessions(ISatcomDb db, RequestScope scope, ISignInSecrets secrets, TimeProvider time)
{
    /// <summary>Who the cookie proves, if anybody.</summary>
    public async Task<SignedInBrowser?> FindAsync(string? cookie, CancellationToken cancellationToken)
    {
        if (HashOf(cookie) is not { } hash)
        {
            return null;
        }

        var now = time.GetUtcNow();
        return await (
            from browser in db.BrowserSessions.AsNoTracking()
            join session in db.Sessions on browser.SessionId equals session.Id
            join user in db.Users on session.UserId equals user.Id
            where browser.CookieHash == hash && browser.ExpiresAt > now && session.EndedAt == null && session.ExpiresAt > now && user.Status == UserStatus.Active
            select new SignedInBrowser(browser.SessionId, user.Id, user.Email, user.DisplayName, browser.AuthenticatedAt, browser.Methods, user.Roles)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Gives a session that has just started to a browser, under a cookie that nobody has seen before. The browser's last session ends.</summary>
    public async Task<string> OpenAsync(SessionStarted started, string? lastCookie, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var session = started.Session;
        if (HashOf(lastCookie) is { } lastHash
            && await db.BrowserSessions.AsNoTracking().SingleOrDefaultAsync(b => b.CookieHash == lastHash, cancellationToken) is { } last
            && await db.Sessions.SingleOrDefaultAsync(s => s.Id == last.SessionId && s.EndedAt == null, cancellationToken) is { } lastSession)
        {
            lastSession.End(SessionEnd.Logout, now);
            var grants = await GrantsOfAsync(lastSession.Id, cancellationToken);
            if (lastSession.UserId == session.UserId)
            {
                // The same person proved themselves once more: what they granted goes on.
                grants.ForEach(g => g.Grant.Follow(session.Id));
            }
            else
            {
                grants.ForEach(g => EndUnlessLasting(g.Grant, g.Session, now));
            }
        }

        string[] methods = session.IsCodeProved ? ["pwd", "otp"] : ["pwd"];
        var (cookie, hash) = secrets.Create(SecretKind.BrowserSession, session.TenantId);
        db.BrowserSessions.Add(new BrowserSession(session.TenantId, session.Id, hash, methods, now));
        return cookie;
    }

    /// <summary>Ends the browser's session and what was granted in it, but for what was granted for longer.</summary>
    public async Task CloseAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var session = await db.Sessions.SingleOrDefaultAsync(s => s.Id == sessionId, cancellationToken);
        session?.End(SessionEnd.Logout, now);
        (await GrantsOfAsync(sessionId, cancellationToken)).ForEach(g => EndUnlessLasting(g.Grant, g.Session, now));
    }

    private static void EndUnlessLasting(OAuthGrant grant, Session session, DateTimeOffset now)
    {
        if (!grant.Scopes.Contains(ProviderScopes.OfflineAccess))
        {
            session.End(SessionEnd.Logout, now);
        }
    }

    private async Task<List<(OAuthGrant Grant, Session Session)>> GrantsOfAsync(Guid parentId, CancellationToken cancellationToken)
    {
        var rows = await (
            from grant in db.OAuthGrants.AsTracking()
            join session in db.Sessions.AsTracking() on grant.SessionId equals session.Id
            where grant.ParentSessionId == parentId && session.EndedAt == null
            select new { grant, session }).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => (r.grant, r.session));
    }

    private byte[]? HashOf(string? cookie) =>
        cookie is not null && secrets.Read(SecretKind.BrowserSession, cookie) is var (tenantId, hash) && tenantId == scope.Tenant.Id ? hash : null;
}
