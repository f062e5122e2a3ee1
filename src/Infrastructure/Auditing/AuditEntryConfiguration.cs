using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Application.Common;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Auditing;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries", t => t.HasComment($"{TenantLockingSqlGenerator.AppendOnly}: who changed what, when and from where."));
        builder.HasKey(e => new { e.TenantId, e.Id });
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Action).HasMaxLength(AuditEntry.ActionMaxLength);
        builder.Property(e => e.EntityType).HasMaxLength(80);
        builder.Property(e => e.Before).HasColumnType("jsonb");
        builder.Property(e => e.After).HasColumnType("jsonb");
        builder.HasIndex(e => new { e.TenantId, e.At, e.Id });
        builder.HasIndex(e => new { e.TenantId, e.EntityId, e.At, e.Id });
        builder.HasIndex(e => new { e.TenantId, e.ActorId, e.At, e.Id });
        builder.HasIndex(e => new { e.TenantId, e.OAuthClientId, e.At, e.Id }).HasFilter("oauth_client_id IS NOT NULL");
        builder.HasIndex(e => new { e.TenantId, e.Action, e.At, e.Id });
        builder.HasIndex(e => new { e.TenantId, e.EntityType, e.At, e.Id });
        builder.BelongsToTenant();
    }
}
