using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>Who is signed in in a browser.</summary>
internal sealed record SignedInBrowser(Guid SessionId, Guid UserId, string Email, string DisplayName, DateTimeOffset AuthenticatedAt, IReadOnlyList<string> Methods, IReadOnlyList<string> Roles);

/// <summary>The sessions that browsers hold a cookie for.</summary>
internal sealed class BrowserSessions(ISatcomDb db, RequestScope scope, ISignInSecrets secrets, ISessionWrites sessions, TimeProvider time)
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
            && await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == last.SessionId && s.EndedAt == null, cancellationToken) is { } lastSession)
        {
            var isSame = lastSession.UserId == session.UserId;
            sessions.End(new SessionsToEnd(lastSession.UserId, SessionEnd.Logout, now) { Named = lastSession.Id, Grants = isSame ? GrantsToEnd.None : GrantsToEnd.ForTheStay });
            if (isSame)
            {
                // The same person proved themselves once more: what they granted goes on.
                (await GrantsOfAsync(lastSession.Id, cancellationToken)).ForEach(g => g.Follow(session.Id));
                (await ApprovalsOfAsync(lastSession.Id, now, cancellationToken)).ForEach(d => d.Follow(session.Id));
            }
        }

        string[] methods = session.IsCodeProved ? ["pwd", "otp"] : ["pwd"];
        var (cookie, hash) = secrets.Create(SecretKind.BrowserSession, session.TenantId);
        db.BrowserSessions.Add(new BrowserSession(session.TenantId, session.Id, hash, methods, now));
        return cookie;
    }

    /// <summary>Ends the browser's session and what was granted in it, but for what was granted for longer.</summary>
    public void Close(SignedInBrowser browser, DateTimeOffset now) =>
        sessions.End(new SessionsToEnd(browser.UserId, SessionEnd.Logout, now) { Named = browser.SessionId, Grants = GrantsToEnd.ForTheStay });

    private Task<List<OAuthGrant>> GrantsOfAsync(Guid parentId, CancellationToken cancellationToken) => (
        from grant in db.OAuthGrants.AsTracking()
        join session in db.Sessions on grant.SessionId equals session.Id
        where grant.ParentSessionId == parentId && session.EndedAt == null
        select grant).ToListAsync(cancellationToken);

    /// <summary>Devices that were approved in a session and have not fetched their tokens yet.</summary>
    private Task<List<DeviceAuthorization>> ApprovalsOfAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken) => db.DeviceAuthorizations.AsTracking()
        .Where(d => d.BrowserSessionId == sessionId && d.Status == DeviceAuthorizationStatus.Approved && d.ExpiresAt > now).ToListAsync(cancellationToken);

    private byte[]? HashOf(string? cookie) =>
        cookie is not null && secrets.Read(SecretKind.BrowserSession, cookie) is var (tenantId, hash) && tenantId == scope.Tenant.Id ? hash : null;
}
