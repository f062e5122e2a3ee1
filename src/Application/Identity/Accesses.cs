using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Ends what lets a person in.</summary>
internal sealed class Accesses(ISatcomDb db, ISessionWrites sessions, IPasswordLinks links, LeaveFeeds feeds)
{
    /// <summary>Ends every session, every sign-in that waits for its code, and every link that was mailed, because the account is shut: what was begun before does not wake up with it.</summary>
    public Task ShutAsync(Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        sessions.End(new SessionsToEnd(userId, SessionEnd.Revoked, now));
        return links.EndAsync(userId, now, cancellationToken);
    }

    /// <summary>Ends every session, every sign-in that waits for its code, the trust of every device, and the link to leave, because the password was set anew.</summary>
    public async Task EndAllAsync(Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        sessions.End(new SessionsToEnd(userId, SessionEnd.PasswordChanged, now));
        var devices = await db.TrustedDevices.Where(d => d.UserId == userId && d.RevokedAt == null).ToListAsync(cancellationToken);
        devices.ForEach(d => d.Revoke(TrustEnd.PasswordReset, now));
        await feeds.EndAsync(userId, cancellationToken);
    }
}
