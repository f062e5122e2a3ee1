using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Common;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Idempotency;

/// <summary>The outcome of a command that was sent with an Idempotency-Key.</summary>
public sealed class IdempotencyRecord : ITenantOwned
{
    public const int KeyMaxLength = 200;

    /// <inheritdoc/>
    public required Guid TenantId { get; init; }

    public required Guid UserId { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of operation and content.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>The error's type name; null for a success.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The value or the error as JSON; null where there is no value.</summary>
    public string? Outcome { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>PostgreSQL's xmin: as the row is written in the command's own transaction, also the version of what the command wrote.</summary>
    public uint Version { get; init; }
}

internal sealed class IdempotencyRecordConfiguration : IEntityTypeConfiguration<IdempotencyRecord>
{
    public const string KeyName = "pk_idempotency_records";

    public void Configure(EntityTypeBuilder<IdempotencyRecord> builder)
    {
        builder.ToTable("idempotency_records");
        builder.HasKey(e => new { e.TenantId, e.UserId, e.Key }).HasName(KeyName);
        builder.Property(e => e.Key).HasMaxLength(IdempotencyRecord.KeyMaxLength);
        builder.Property(e => e.ErrorType).HasMaxLength(120);
        builder.Property(e => e.Outcome).HasColumnType("jsonb");
        builder.Property(e => e.Version).IsRowVersion();
        builder.HasIndex(e => new { e.TenantId, e.CreatedAt });
        builder.BelongsToTenant();
    }
}
