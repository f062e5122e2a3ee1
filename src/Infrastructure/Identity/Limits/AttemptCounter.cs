using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Satcom.Infrastructure.Identity.Limits;

/// <summary>
/// One counter of attempts. It belongs to no tenant: an address attacks them all, and an account is counted before it is known.
/// The key is an HMAC, so the table tells nobody who tried what.
/// </summary>
public sealed class AttemptCounter
{
    public required byte[] Key { get; init; }

    /// <summary>Start of the window that <see cref="Count"/> belongs to.</summary>
    public required DateTimeOffset WindowStartedAt { get; init; }

    public int Count { get; init; }

    /// <summary>The count of the window before, which counts for the part of it that a sliding window still covers.</summary>
    public int Previous { get; init; }

    /// <summary>Whether the last claim was granted.</summary>
    public bool IsAdmitted { get; init; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    /// <summary>No attempt before this moment.</summary>
    public DateTimeOffset? BlockedUntil { get; init; }

    /// <summary>From here on the row says nothing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class AttemptCounterConfiguration : IEntityTypeConfiguration<AttemptCounter>
{
    public void Configure(EntityTypeBuilder<AttemptCounter> builder)
    {
        builder.ToTable("attempt_counters");
        builder.HasKey(c => c.Key);
        builder.HasIndex(c => c.ExpiresAt);
    }
}
