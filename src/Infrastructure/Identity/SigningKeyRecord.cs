using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Satcom.Infrastructure.Identity;

/// <summary>A signing key of the installation. Its private half is sealed under the key-encryption key.</summary>
public sealed class SigningKeyRecord
{
    public required string Kid { get; init; }

    /// <summary>RS256 or ES256.</summary>
    public required string Algorithm { get; init; }

    /// <summary>PKCS#8, sealed with AES-256-GCM and bound to the kid.</summary>
    public required byte[] SealedPrivateKey { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Published before, used from here on.</summary>
    public required DateTimeOffset ActiveFrom { get; init; }

    /// <summary>Not used from here on; published until its last token has expired.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}

internal sealed class SigningKeyConfiguration : IEntityTypeConfiguration<SigningKeyRecord>
{
    public void Configure(EntityTypeBuilder<SigningKeyRecord> builder)
    {
        builder.ToTable("signing_keys");
        builder.HasKey(k => k.Kid);
        builder.Property(k => k.Kid).HasMaxLength(64);
        builder.Property(k => k.Algorithm).HasMaxLength(10);
    }
}
