using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Satcom.Infrastructure.Identity.Limits;

/// <summary>What all nodes together have answered of one subject, or have set aside to answer. The key is an HMAC.</summary>
public sealed class RequestCounter
{
    public required byte[] Key { get; init; }

    /// <summary>Start of the window that <see cref="Count"/> belongs to.</summary>
    public required DateTimeOffset WindowStartedAt { get; init; }

    public int Count { get; init; }

    /// <summary>The count of the window before.</summary>
    public int Previous { get; init; }

    /// <summary>How many requests the last claim set aside for its node.</summary>
    public int Granted { get; init; }

    /// <summary>The limit that the last claim was judged by.</summary>
    public int Cap { get; init; }

    /// <summary>From here on the row says nothing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class RequestCounterConfiguration : IEntityTypeConfiguration<RequestCounter>
{
    public void Configure(EntityTypeBuilder<RequestCounter> builder)
    {
        builder.ToTable("request_counters");
        builder.HasKey(c => c.Key);
        builder.Property(c => c.Key).HasMaxLength(32);
        builder.HasIndex(c => c.ExpiresAt);
    }
}
