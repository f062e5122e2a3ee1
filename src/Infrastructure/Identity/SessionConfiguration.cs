using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Identity;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Identity;

internal sealed class SessionConfiguration() : AggregateConfiguration<Session>("sessions")
{
    protected override void ConfigureRest(EntityTypeBuilder<Session> builder)
    {
        builder.Property(s => s.DeviceName).HasMaxLength(Session.DeviceNameMaxLength);
        builder.Property(s => s.Platform).HasMaxLength(Session.PlatformMaxLength);
        builder.HasIndex(s => new { s.TenantId, s.UserId, s.StartedAt });
        builder.HasIndex(s => new { s.TenantId, s.ExpiresAt });

        // Ended ones are kept for long: whoever starts or ends a session must not read all that the person ever had.
        builder.HasIndex(s => new { s.TenantId, s.UserId, s.ExpiresAt }).HasFilter("ended_at IS NULL");
        builder.HasIndex(s => new { s.TenantId, s.UserId, s.FingerprintHash }).HasFilter("fingerprint_hash IS NOT NULL");
        builder.HasIndex(s => new { s.TenantId, s.DeviceId }).HasFilter("device_id IS NOT NULL");
        builder.Property(s => s.FingerprintHash).HasMaxLength(32);
        builder.HasOne<User>().WithMany().HasForeignKey(s => new { s.TenantId, s.UserId }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RefreshTokenConfiguration : IEntityTypeConfiguration<RefreshToken>
{
    public void Configure(EntityTypeBuilder<RefreshToken> builder)
    {
        builder.ToTable("refresh_tokens");
        builder.HasKey(t => new { t.TenantId, t.Id });
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Version).IsRowVersion();
        builder.HasIndex(t => new { t.TenantId, t.TokenHash }).IsUnique();
        builder.HasIndex(t => new { t.TenantId, t.SessionId });
        builder.HasIndex(t => new { t.TenantId, t.ExpiresAt });
        builder.HasOne<Session>().WithMany().HasForeignKey(t => new { t.TenantId, t.SessionId }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SignInDirectoryConfiguration : IEntityTypeConfiguration<Application.Common.SignInDirectoryEntry>
{
    public void Configure(EntityTypeBuilder<Application.Common.SignInDirectoryEntry> builder)
    {
        builder.ToTable("sign_in_directory");
        builder.HasKey(e => new { e.EmailHash, e.TenantId });
        builder.HasOne<Domain.Tenancy.Tenant>().WithMany().HasForeignKey(e => e.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
