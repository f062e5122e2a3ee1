using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity;

namespace Satcom.Application.People;

/// <summary>Tells which accounts are held up at sign-in after wrong passwords, and until when.</summary>
internal sealed class Locks(ISatcomDb db, RequestScope scope, IAttemptLimits limits)
{
    /// <summary>Writes onto each account until when it is held up.</summary>
    public async Task TellAsync(IReadOnlyCollection<UserDto> users, CancellationToken cancellationToken)
    {
        var ids = users.Select(u => u.Id).ToList();
        var locks = await FindAsync([.. users.Select(u => (u.Id, Domain.Identity.User.Normalize(u.Email)))], ids, cancellationToken);
        foreach (var user in users)
        {
            user.LockedUntil = locks.TryGetValue(user.Id, out var until) ? until : null;
        }
    }

    /// <summary>The same for one.</summary>
    public async Task<UserDto> TellAsync(UserDto user, CancellationToken cancellationToken)
    {
        await TellAsync([user], cancellationToken);
        return user;
    }

    /// <summary>The ids of all in the company that are held up now.</summary>
    /// <remarks>Counters are kept under keyed hashes that name nobody, so it is from the people that they are found: two statements, however many people.</remarks>
    public async Task<List<Guid>> AllAsync(CancellationToken cancellationToken)
    {
        var people = await db.Users.AsNoTracking().Select(u => new { u.Id, u.NormalizedEmail }).ToListAsync(cancellationToken);
        return [.. (await FindAsync([.. people.Select(p => (p.Id, p.NormalizedEmail))], of: null, cancellationToken)).Keys];
    }

    private async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> FindAsync(
        IReadOnlyCollection<(Guid Id, string Account)> people, List<Guid>? of, CancellationToken cancellationToken)
    {
        if (people.Count == 0)
        {
            return new Dictionary<Guid, DateTimeOffset>();
        }

        var rows = db.TrustedDevices.AsNoTracking().Where(d => d.RevokedAt == null);
        if (of is not null)
        {
            rows = rows.Where(d => of.Contains(d.UserId));
        }

        var devices = (await rows.Select(d => new { d.UserId, d.Id }).ToListAsync(cancellationToken)).ToLookup(d => d.UserId, d => d.Id.ToString());
        return await limits.FindLocksAsync(
            [.. people.Select(p => new AttemptAccount(p.Id, new AttemptSubject(scope.Tenant.Id, p.Account, KnownDevice: null), [.. devices[p.Id], DeviceTrust.Recognised]))], cancellationToken);
    }
}
