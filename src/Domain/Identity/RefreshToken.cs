using Satcom.Domain.Common;

namespace Satcom.Domain.Identity;

/// <summary>A refresh token as it is kept: its hash, never itself.</summary>
public sealed class RefreshToken : ITenantOwned
{
    /// <summary>How long after its use a token may be shown once more.</summary>
    public static readonly TimeSpan RetryWindow = TimeSpan.FromSeconds(20);

    public RefreshToken(Guid tenantId, Guid id, Guid sessionId, byte[] tokenHash, DateTimeOffset createdAt)
    {
        TenantId = tenantId;
        Id = id;
        SessionId = sessionId;
        TokenHash = tokenHash;
        CreatedAt = createdAt;
        ExpiresAt = createdAt + Session.SlidingLifetime;
    }

    /// <inheritdoc/>
    public Guid TenantId { get; private set; }

    public Guid Id { get; private set; }

    public Guid SessionId { get; private set; }

    /// <summary>SHA-256 of the token.</summary>
    public byte[] TokenHash { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When its successor was given out for the first time.</summary>
    public DateTimeOffset? SpentAt { get; private set; }

    /// <summary>When its successor was last given out.</summary>
    public DateTimeOffset? GivenAt { get; private set; }

    /// <summary>True once the successor was given out again, because the first answer got lost.</summary>
    public bool IsRepeated { get; private set; }

    public Guid? SuccessorId { get; private set; }

    /// <summary>The successor itself, for the one retry: nobody can read it from the database alone.</summary>
    public byte[]? SealedSuccessor { get; private set; }

    /// <summary>PostgreSQL's xmin: of two parallel uses one wins.</summary>
    public uint Version { get; private set; }

    /// <summary>Ends the token in favour of another.</summary>
    public void Spend(Guid successorId, byte[] sealedSuccessor, DateTimeOffset now)
    {
        SpentAt = now;
        GivenAt = now;
        SuccessorId = successorId;
        SealedSuccessor = sealedSuccessor;
    }

    /// <summary>
    /// Judges a use of the spent token. What was under way before the successor was given out is the same use from another tab; after
    /// that, one more within the window is taken for the retry of somebody whose answer got lost.
    /// </summary>
    /// <param name="arrivedAt">When the use arrived.</param>
    /// <param name="now">The present.</param>
    public SpentUse JudgeUse(DateTimeOffset arrivedAt, DateTimeOffset now)
    {
        if (now - SpentAt > RetryWindow)
        {
            return SpentUse.Reuse;
        }

        return arrivedAt < GivenAt ? SpentUse.Parallel : IsRepeated ? SpentUse.Reuse : SpentUse.Retry;
    }

    /// <summary>Records that the successor was given out again.</summary>
    public void Repeat(DateTimeOffset now)
    {
        IsRepeated = true;
        GivenAt = now;
    }
}

/// <summary>What the use of a spent refresh token is.</summary>
public enum SpentUse
{
    /// <summary>The same use as the first, from another tab.</summary>
    Parallel,

    /// <summary>Of somebody whose answer got lost.</summary>
    Retry,

    /// <summary>Somebody may hold a copy.</summary>
    Reuse,
}
