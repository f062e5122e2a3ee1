using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>
/// Says which addresses find a tenant by themselves. Only what its mailbox has proved stands there: else one tenant, by naming a
/// stranger's address, could keep that stranger from signing in to another without naming it.
/// </summary>
internal sealed class SignInDirectory(ISatcomDb db, ISignInTenants tenants)
{
    /// <summary>Enters the address of a person who has just set a password by a mailed link.</summary>
    public async Task EnterAsync(User user, CancellationToken cancellationToken)
    {
        List<byte[]> keys = [.. tenants.KeysOf(user.NormalizedEmail)];
        var tenantId = user.TenantId;
        if (!await db.SignInDirectory.AnyAsync(e => keys.Contains(e.EmailHash) && e.TenantId == tenantId, cancellationToken))
        {
            // Of two at once one meets the primary key, runs again and finds it.
            db.SignInDirectory.Add(new SignInDirectoryEntry { EmailHash = tenants.KeyOf(user.NormalizedEmail), TenantId = tenantId });
        }
    }

    /// <summary>Takes an address out that is its person's no more.</summary>
    public async Task LeaveAsync(Guid tenantId, string normalizedEmail, CancellationToken cancellationToken)
    {
        List<byte[]> keys = [.. tenants.KeysOf(normalizedEmail)];
        db.SignInDirectory.RemoveRange(await db.SignInDirectory.Where(e => keys.Contains(e.EmailHash) && e.TenantId == tenantId).ToListAsync(cancellationToken));
    }
}
