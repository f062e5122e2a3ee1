using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Identity;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Identity;

internal sealed class DeviceChallengeConfiguration() : AggregateConfiguration<DeviceChallenge>("device_challenges")
{
    protected override void ConfigureRest(EntityTypeBuilder<DeviceChallenge> builder)
    {
        builder.Property(c => c.DeviceName).HasMaxLength(Session.DeviceNameMaxLength);
        builder.Property(c => c.Platform).HasMaxLength(Session.PlatformMaxLength);
        builder.HasIndex(c => new { c.TenantId, c.TokenHash }).IsUnique();
        builder.HasIndex(c => new { c.TenantId, c.StartedAt });
        builder.HasOne<User>().WithMany().HasForeignKey(c => new { c.TenantId, c.UserId }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class TrustedDeviceConfiguration() : AggregateConfiguration<TrustedDevice>("trusted_devices")
{
    protected override void ConfigureRest(EntityTypeBuilder<TrustedDevice> builder)
    {
        builder.Property(d => d.Name).HasMaxLength(Session.DeviceNameMaxLength);
        builder.Property(d => d.Platform).HasMaxLength(Session.PlatformMaxLength);
        builder.HasIndex(d => new { d.TenantId, d.UserId, d.LastUsedAt });
        builder.HasIndex(d => new { d.TenantId, d.ExpiresAt });
        builder.HasOne<User>().WithMany().HasForeignKey(d => new { d.TenantId, d.UserId }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AllowanceConfiguration : IEntityTypeConfiguration<Allowance>
{
    public void Configure(EntityTypeBuilder<Allowance> builder)
    {
        builder.ToTable("allowances");
        builder.HasKey(a => new { a.TenantId, a.Key });
        builder.Property(a => a.Key).HasMaxLength(32);
        builder.Property(a => a.Version).IsRowVersion();
        builder.HasIndex(a => new { a.TenantId, a.ExpiresAt });
        builder.BelongsToTenant();
    }
}

internal sealed class PhoneChangeConfiguration() : AggregateConfiguration<PhoneChange>("phone_changes")
{
    protected override void ConfigureRest(EntityTypeBuilder<PhoneChange> builder)
    {
        builder.Property(c => c.Phone).HasMaxLength(User.PhoneMaxLength);
        builder.Property(c => c.CodeHash).HasMaxLength(32);
        builder.HasIndex(c => new { c.TenantId, c.UserId }).IsUnique();
        builder.HasIndex(c => new { c.TenantId, c.ExpiresAt });
        builder.ToTable(t => t.HasCheckConstraint("ck_phone_changes_phone", $"phone ~ '{UserFormats.Phone}'"));
        builder.HasOne<User>().WithMany().HasForeignKey(c => new { c.TenantId, c.UserId }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PasswordRequestConfiguration() : AggregateConfiguration<PasswordRequest>("password_requests")
{
    protected override void ConfigureRest(EntityTypeBuilder<PasswordRequest> builder)
    {
        builder.Property(r => r.NormalizedEmail).HasMaxLength(User.EmailMaxLength);
        builder.Property(r => r.Source).HasMaxLength(PasswordRequest.SourceMaxLength);
        builder.BelongsToTenant();
    }
}

internal sealed class PasswordLinkConfiguration : IEntityTypeConfiguration<PasswordLink>
{
    public void Configure(EntityTypeBuilder<PasswordLink> builder)
    {
        builder.ToTable("password_links");
        builder.HasKey(l => new { l.TenantId, l.Id });
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.Property(l => l.Version).IsRowVersion();
        builder.HasIndex(l => new { l.TenantId, l.TokenHash }).IsUnique();
        builder.HasIndex(l => new { l.TenantId, l.UserId, l.CreatedAt });
        builder.HasIndex(l => new { l.TenantId, l.ExpiresAt });
        builder.HasOne<User>().WithMany().HasForeignKey(l => new { l.TenantId, l.UserId }).OnDelete(DeleteBehavior.Cascade);
    }
}
