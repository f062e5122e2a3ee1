using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.Identity;

namespace Satcom.Infrastructure.Identity;

internal sealed class SignInTenants(ISatcomDb db, RequestScope scope, ITenantDirectory tenants, IOptions<KeyOptions> keys) : ISignInTenants
{
    // A key of its own, derived, so that the directory's hashes say nothing about anything else.
    private readonly byte[] _key = keys.Value.Lasting("sign-in-directory");

    public async Task<TenantInfo?> FindAsync(string? slug, string normalizedEmail, CancellationToken cancellationToken)
    {
        if (slug is not null)
        {
            var named = await tenants.FindAsync(slug, cancellationToken);
            return scope.HasTenant && named?.Id != scope.Tenant.Id ? null : named;
        }

        if (scope.HasTenant)
        {
            return scope.Tenant;
        }

        var key = KeyOf(normalizedEmail);
        var ids = await db.SignInDirectory.AsNoTracking().Where(e => e.EmailHash == key).Select(e => e.TenantId).OrderBy(id => id).Take(2).ToListAsync(cancellationToken);
        return ids.Count == 1 ? await tenants.FindAsync(ids[0], cancellationToken) : null;
    }

    public byte[] KeyOf(string normalizedEmail) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(normalizedEmail));
}
