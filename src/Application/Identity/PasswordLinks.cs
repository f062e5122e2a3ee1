using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Where the pages of sign-in are, as people reach them from outside; never taken from a request.</summary>
public interface IPublicPages
{
    /// <summary>The page on which a password is set.</summary>
    /// <param name="token">
    /// Goes into the query, because the page works without script. It opens once and not for long, the page is kept nowhere and names no
    /// referrer, and our own log writes no queries; a proxy in front must not either.
    /// </param>
    Uri SetPassword(TenantInfo tenant, string token);

    /// <summary>The page on which a link for a new password is asked for.</summary>
    Uri ForgotPassword(TenantInfo tenant);

    /// <summary>The feed of approved leave that a secret opens.</summary>
    Uri LeaveFeed(TenantInfo tenant, string token);
}

internal sealed class PasswordLinks(ISatcomDb db, RequestScope scope, ISignInSecrets secrets, IPublicPages pages, IMessenger messenger, TimeProvider time) : IPasswordLinks
{
    public void Invite(User user, DateTimeOffset now, string? locale = null)
    {
        var (link, hours) = (Create(user, PasswordLinkKind.Invitation, now), (int)PasswordLink.InvitationLifetime.TotalHours);

        // Who administers a company may be the first in it: there is nobody there whom they could ask for another link.
        var administers = user.Roles.Exists(role => role is Roles.SuperAdmin or Roles.PlatformAdmin);
        messenger.Mail(user.Email, user.DisplayName, administers ? new FirstInvitation(link, hours) : new Invitation(link, hours), locale);
    }

    public void Reset(User user, DateTimeOffset now) =>
        messenger.Mail(user.Email, user.DisplayName, new PasswordReset(Create(user, PasswordLinkKind.Reset, now), (int)PasswordLink.ResetLifetime.TotalMinutes));

    public async Task EndAsync(Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var mailed = await db.PasswordLinks.Where(l => l.UserId == userId && l.UsedAt == null).ToListAsync(cancellationToken);
        mailed.ForEach(l => l.Use(now));
    }

    private string Create(User user, PasswordLinkKind kind, DateTimeOffset now)
    {
        var (token, hash) = secrets.Create(SecretKind.Link, user.TenantId);
        db.PasswordLinks.Add(new PasswordLink(user.TenantId, time.New(), user.Id, kind, hash, now));
        return pages.SetPassword(scope.Tenant, token).AbsoluteUri;
    }
}
