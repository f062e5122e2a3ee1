using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Common;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Auditing;

/// <summary>One link of a tenant's audit chain: which entries it covers, and the digest of them and of every link before.</summary>
internal sealed class AuditSeal : ITenantOwned
{
    /// <summary>From before programs were named.</summary>
    public const short FirstForm = 1;

    /// <summary>With the program.</summary>
    public const short NewestForm = 2;

    /// <inheritdoc/>
    public required Guid TenantId { get; init; }

    /// <summary>From 1 on, without a gap.</summary>
    public required long Number { get; init; }

    /// <summary>When it was made, to the microsecond, as the database keeps it.</summary>
    public required DateTimeOffset SealedAt { get; init; }

    /// <summary>The entries that no link before covers; none where only the key is new.</summary>
    public required Guid[] Entries { get; init; }

    /// <summary>Which columns of its entries the digest covers; one that the table gained later is in none of the forms before.</summary>
    public required short Form { get; init; }

    /// <summary>SHA-256 of the link before, this link's head and its entries' digest.</summary>
    public required byte[] Digest { get; init; }

    /// <summary>HMAC-SHA-256 of the digest under a key that is not in the database.</summary>
    public required byte[] Mac { get; init; }
}

internal sealed class AuditSealConfiguration : IEntityTypeConfiguration<AuditSeal>
{
    public void Configure(EntityTypeBuilder<AuditSeal> builder)
    {
        builder.ToTable("audit_seals", t => t.HasComment($"{TenantLockingSqlGenerator.AppendOnly}: the chain by which a changed or missing audit entry is found."));
        builder.HasKey(s => new { s.TenantId, s.Number });
        builder.Property(s => s.Number).ValueGeneratedNever();
        builder.Property(s => s.Form).HasDefaultValue(AuditSeal.FirstForm);
        builder.HasIndex(s => new { s.TenantId, s.SealedAt });
        builder.BelongsToTenant();
    }
}
