using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Tenancy;

namespace Satcom.Infrastructure.Persistence;

internal static class ContextExtensions
{
    /// <summary>Ties a tenant-owned table to its tenant.</summary>
    public static void BelongsToTenant<TEntity>(this EntityTypeBuilder<TEntity> builder)
        where TEntity : class, Domain.Common.ITenantOwned =>
        builder.HasOne<Tenant>().WithMany().HasForeignKey(e => e.TenantId).OnDelete(DeleteBehavior.Restrict);
}
