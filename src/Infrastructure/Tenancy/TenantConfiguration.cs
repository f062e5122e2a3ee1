using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.Infrastructure.Tenancy;

internal sealed class TenantConfiguration : IEntityTypeConfiguration<Tenant>
{
    public static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public void Configure(EntityTypeBuilder<Tenant> builder)
    {
        builder.ToTable("tenants");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Version).IsRowVersion();
        builder.Property(t => t.Slug).HasMaxLength(Tenant.SlugMaxLength);
        builder.Property(t => t.Name).HasMaxLength(Tenant.NameMaxLength);
        builder.Property(t => t.Locale).HasMaxLength(2);
        builder.Property(t => t.TimeZone).HasMaxLength(TimeZones.MaxLength);
        builder.Property(t => t.Settings).HasColumnType("jsonb")
            .HasConversion(s => JsonSerializer.Serialize(s, Format), json => JsonSerializer.Deserialize<TenantSettings>(json, Format)!);
        builder.Property(t => t.Branding).HasColumnType("jsonb").HasDefaultValueSql("'{}'::jsonb")
            .HasConversion(b => JsonSerializer.Serialize(b, Format), json => JsonSerializer.Deserialize<TenantBranding>(json, Format)!);
        builder.Property(t => t.SuspensionReason).HasMaxLength(Tenant.SuspensionReasonMaxLength);
        builder.ToTable(t => t.HasCheckConstraint("ck_tenants_suspension", "status = 'suspended' OR (suspended_at IS NULL AND suspension_reason IS NULL)"));
        builder.ToTable(t => t.HasCheckConstraint("ck_tenants_slug", $"slug ~ '{TenantSlug.Pattern}'"));
        builder.HasIndex(t => t.Slug).IsUnique();
        builder.HasIndex(t => new { t.CreatedAt, t.Id });
    }
}
