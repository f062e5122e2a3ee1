using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Identity;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Infrastructure.Identity.Provider;

internal sealed class AuthorizationCodeConfiguration : IEntityTypeConfiguration<AuthorizationCode>
{
    private const int NonceMaxLength = 2000;

    public void Configure(EntityTypeBuilder<AuthorizationCode> builder)
    {
        builder.ToTable("authorization_codes");
        builder.HasKey(c => new { c.TenantId, c.Id });
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Version).IsRowVersion();
        builder.Property(c => c.RedirectUri).HasMaxLength(RedirectUri.MaxLength);
        builder.Property(c => c.Resource).HasMaxLength(RedirectUri.MaxLength);
        builder.Property(c => c.Nonce).HasMaxLength(NonceMaxLength);
        builder.Property(c => c.CodeChallenge).HasMaxLength(43);
        builder.HasIndex(c => new { c.TenantId, c.CodeHash }).IsUnique();
        builder.HasIndex(c => new { c.TenantId, c.ExpiresAt });
        builder.HasIndex(c => new { c.TenantId, c.OAuthClientId });
        builder.HasIndex(c => new { c.TenantId, c.UserId });
        builder.HasOne<OAuthClient>().WithMany().HasForeignKey(c => new { c.TenantId, c.OAuthClientId }).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(c => new { c.TenantId, c.UserId }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PendingAuthorizationConfiguration : IEntityTypeConfiguration<PendingAuthorization>
{
    public void Configure(EntityTypeBuilder<PendingAuthorization> builder)
    {
        builder.ToTable("pending_authorizations");
        builder.HasKey(p => new { p.TenantId, p.Id });
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.HasIndex(p => new { p.TenantId, p.HandleHash }).IsUnique();
        builder.HasIndex(p => new { p.TenantId, p.BrowserHash });
        builder.HasIndex(p => new { p.TenantId, p.ExpiresAt });
        builder.HasIndex(p => new { p.TenantId, p.OAuthClientId });
        builder.HasOne<OAuthClient>().WithMany().HasForeignKey(p => new { p.TenantId, p.OAuthClientId }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DeviceAuthorizationConfiguration : IEntityTypeConfiguration<DeviceAuthorization>
{
    public void Configure(EntityTypeBuilder<DeviceAuthorization> builder)
    {
        builder.ToTable("device_authorizations");
        builder.HasKey(d => new { d.TenantId, d.Id });
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Version).IsRowVersion();
        builder.Property(d => d.Resource).HasMaxLength(RedirectUri.MaxLength);
        builder.HasIndex(d => new { d.TenantId, d.DeviceCodeHash }).IsUnique();
        builder.HasIndex(d => new { d.TenantId, d.UserCodeHash }).IsUnique();
        builder.HasIndex(d => new { d.TenantId, d.ExpiresAt });
        builder.HasIndex(d => new { d.TenantId, d.OAuthClientId });
        builder.HasOne<OAuthClient>().WithMany().HasForeignKey(d => new { d.TenantId, d.OAuthClientId }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class OAuthGrantConfiguration : IEntityTypeConfiguration<OAuthGrant>
{
    public void Configure(EntityTypeBuilder<OAuthGrant> builder)
    {
        builder.ToTable("oauth_grants");
        builder.HasKey(g => new { g.TenantId, g.SessionId });
        builder.Property(g => g.Resource).HasMaxLength(RedirectUri.MaxLength);
        builder.HasIndex(g => new { g.TenantId, g.ParentSessionId });
        builder.HasIndex(g => new { g.TenantId, g.OAuthClientId });
        builder.HasOne<Session>().WithMany().HasForeignKey(g => new { g.TenantId, g.SessionId }).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<OAuthClient>().WithMany().HasForeignKey(g => new { g.TenantId, g.OAuthClientId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BrowserSessionConfiguration : IEntityTypeConfiguration<BrowserSession>
{
    public void Configure(EntityTypeBuilder<BrowserSession> builder)
    {
        builder.ToTable("browser_sessions");
        builder.HasKey(b => new { b.TenantId, b.SessionId });
        builder.HasIndex(b => new { b.TenantId, b.CookieHash }).IsUnique();
        builder.HasOne<Session>().WithMany().HasForeignKey(b => new { b.TenantId, b.SessionId }).OnDelete(DeleteBehavior.Cascade);
    }
}
