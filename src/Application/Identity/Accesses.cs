using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Ends what lets a person in.</summary>
internal sealed class Accesses(ISatcomDb db)
{
    /// <summary>Ends every session and the trust of every device, because the password was set anew.</summary>
    public async Task EndAllAsync(Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await EndSessionsAsync(userId, except: null, now, cancellationToken);
        var devices = await db.TrustedDevices.Where(d => d.UserId == userId && d.RevokedAt == null).ToListAsync(cancellationToken);
        devices.ForEach(d => d.Revoke(TrustEnd.PasswordReset, now));
    }

    /// <summary>Ends the person's sessions, but for one.</summary>
    public async Task EndSessionsAsync(Guid userId, Guid? except, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sessions = await db.Sessions.Where(s => s.UserId == userId && s.EndedAt == null && s.Id != except).ToListAsync(cancellationToken);
        sessions.ForEach(s => s.End(SessionEnd.PasswordChanged, now));
    }
}
