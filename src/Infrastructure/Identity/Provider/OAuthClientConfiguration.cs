using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Identity.Provider;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Identity.Provider;

internal sealed class OAuthClientConfiguration() : AggregateConfiguration<OAuthClient>("oauth_clients")
{
    public static readonly JsonSerializerOptions KeyFormat = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    // Keys are replaced as a whole, so the reference says whether they differ.
    private static readonly ValueComparer<List<ClientKey>> SameKeys = new((a, b) => ReferenceEquals(a, b), keys => keys.Count, keys => keys);

    protected override void ConfigureRest(EntityTypeBuilder<OAuthClient> builder)
    {
        builder.Property(c => c.ClientId).HasMaxLength(OAuthClient.ClientIdMaxLength);
        builder.Property(c => c.Name).HasMaxLength(OAuthClient.NameMaxLength);
        builder.Property(c => c.ServesResource).HasMaxLength(RedirectUri.MaxLength);
        builder.Property(c => c.Keys).HasColumnType("jsonb").HasDefaultValueSql("'[]'::jsonb").HasConversion(
            keys => JsonSerializer.Serialize(keys, KeyFormat), json => JsonSerializer.Deserialize<List<ClientKey>>(json, KeyFormat)!, SameKeys);
        builder.HasIndex(c => new { c.TenantId, c.ClientId }).IsUnique();
        builder.HasIndex(c => new { c.TenantId, c.CreatedAt, c.Id });
        builder.BelongsToTenant();
    }
}

internal sealed class OAuthClientSecretConfiguration : IEntityTypeConfiguration<OAuthClientSecret>
{
    public void Configure(EntityTypeBuilder<OAuthClientSecret> builder)
    {
        builder.ToTable("oauth_client_secrets");
        builder.HasKey(s => new { s.TenantId, s.Id });
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasIndex(s => new { s.TenantId, s.OAuthClientId });
        builder.HasOne<OAuthClient>().WithMany().HasForeignKey(s => new { s.TenantId, s.OAuthClientId }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ConsentConfiguration() : AggregateConfiguration<Consent>("consents")
{
    protected override void ConfigureRest(EntityTypeBuilder<Consent> builder)
    {
        builder.HasIndex(c => new { c.TenantId, c.UserId, c.OAuthClientId }).IsUnique();
        builder.HasIndex(c => new { c.TenantId, c.OAuthClientId });
        builder.HasOne<Domain.Identity.User>().WithMany().HasForeignKey(c => new { c.TenantId, c.UserId }).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<OAuthClient>().WithMany().HasForeignKey(c => new { c.TenantId, c.OAuthClientId }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RevokedTokenConfiguration : IEntityTypeConfiguration<RevokedToken>
{
    public void Configure(EntityTypeBuilder<RevokedToken> builder)
    {
        builder.ToTable("revoked_tokens");
        builder.HasKey(t => new { t.TenantId, t.Id });
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.HasIndex(t => new { t.TenantId, t.ExpiresAt });
    }
}

internal sealed class ClientAssertionConfiguration : IEntityTypeConfiguration<ClientAssertion>
{
    public void Configure(EntityTypeBuilder<ClientAssertion> builder)
    {
        builder.ToTable("client_assertions");
        builder.HasKey(a => new { a.TenantId, a.OAuthClientId, a.JtiHash });
        builder.Property(a => a.JtiHash).HasMaxLength(32);
        builder.HasIndex(a => new { a.TenantId, a.ExpiresAt });
        builder.HasOne<OAuthClient>().WithMany().HasForeignKey(a => new { a.TenantId, a.OAuthClientId }).OnDelete(DeleteBehavior.Cascade);
    }
}
