using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Infrastructure.Identity;

internal sealed class SignInTenants(ISatcomDb db, RequestScope scope, ITenantDirectory tenants, SignInDirectoryKeys keys) : ISignInTenants
{
    public async Task<SignInPlace> FindAsync(string? slug, string normalizedEmail, CancellationToken cancellationToken)
    {
        var found = await FindTenantAsync(slug, normalizedEmail, cancellationToken);
        return found is not null ? new SignInPlace(found, IsFound: true)
            : new SignInPlace(scope.HasTenant ? scope.Tenant : await tenants.FindAsync(Tenant.PlatformSlug, cancellationToken), IsFound: false);
    }

    public byte[] KeyOf(string normalizedEmail) => keys.Newest(normalizedEmail);

    public IReadOnlyList<byte[]> KeysOf(string normalizedEmail) => keys.All(normalizedEmail);

    private async Task<TenantInfo?> FindTenantAsync(string? slug, string normalizedEmail, CancellationToken cancellationToken)
    {
        if (scope.NamesUnknownTenant)
        {
            return null;
        }

        if (slug is not null)
        {
            var named = await tenants.FindNamedAsync(slug, cancellationToken);
            return scope.HasTenant && named?.Id != scope.Tenant.Id ? null : named;
        }

        if (scope.HasTenant)
        {
            return scope.Tenant;
        }

        var hashes = keys.All(normalizedEmail);
        var ids = await db.SignInDirectory.AsNoTracking()
            .Where(e => hashes.Contains(e.EmailHash)).Select(e => e.TenantId).Distinct().OrderBy(id => id).Take(2).ToListAsync(cancellationToken);
        return ids.Count == 1 ? await tenants.FindAsync(ids[0], cancellationToken) : null;
    }
}
