using Satcom.Domain.Common;

namespace Satcom.Domain.Identity;

/// <summary>A refresh token as it is kept: its hash, never itself.</summary>
public sealed class RefreshToken : ITenantOwned
{
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

    public DateTimeOffset? SpentAt { get; private set; }

    /// <summary>PostgreSQL's xmin: of two parallel uses one wins.</summary>
    public uint Version { get; private set; }

    public void Spend(DateTimeOffset now) => SpentAt = now;
}
