using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Weighty changes are for those who have shown their password lately (ASVS 5.0, 7.5.1): at their sign-in, or once more since.</summary>
internal sealed class FreshProof(ISatcomDb db, RequestScope scope, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Whether the caller has shown their password within five minutes.</summary>
    /// <returns>Null when they have.</returns>
    public async Task<Error?> JudgeAsync(CancellationToken cancellationToken)
    {
        var actor = scope.Actor;
        if (actor.Kind == ActorKind.System || IsFresh(actor.ProvedAt))
        {
            return null;
        }

        // They may have shown it a moment ago on another node, of which this one has not heard yet.
        var provedAt = await db.Sessions.Where(s => s.Id == actor.SessionId && s.UserId == actor.UserId).Select(s => s.ProvedAt).SingleOrDefaultAsync(cancellationToken);
        return IsFresh(provedAt) ? null : new ReauthenticationRequired();
    }

    private bool IsFresh(DateTimeOffset provedAt) => time.GetUtcNow() - provedAt <= Lifetime;
}
