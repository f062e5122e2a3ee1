using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Ends what lets a person in.</summary>
internal sealed class Accesses(ISatcomDb db, ISessionWrites sessions)
{
    /// <summary>Ends every session, every sign-in that waits for its code, and the trust of every device, because the password was set anew.</summary>
    public async Task EndAllAsync(Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        sessions.End(new SessionsToEnd(userId, SessionEnd.PasswordChanged, now));
        var devices = await db.TrustedDevices.Where(d => d.UserId == userId && d.RevokedAt == null).ToListAsync(cancellationToken);
        devices.ForEach(d => d.Revoke(TrustEnd.PasswordReset, now));
    }
}
