using Satcom.Domain.Common;

namespace Satcom.Domain.Identity;

/// <summary>A mailed link with which a person sets their password: good once, and only while no newer one exists.</summary>
public sealed class PasswordLink : ITenantOwned
{
    public static readonly TimeSpan InvitationLifetime = TimeSpan.FromHours(72);
    public static readonly TimeSpan ResetLifetime = TimeSpan.FromMinutes(30);

    public PasswordLink(Guid tenantId, Guid id, Guid userId, PasswordLinkKind kind, byte[] tokenHash, DateTimeOffset createdAt)
    {
        TenantId = tenantId;
        Id = id;
        UserId = userId;
        Kind = kind;
        TokenHash = tokenHash;
        CreatedAt = createdAt;
        ExpiresAt = createdAt + (kind == PasswordLinkKind.Invitation ? InvitationLifetime : ResetLifetime);
    }

    /// <inheritdoc/>
    public Guid TenantId { get; private set; }

    public Guid Id { get; private set; }

    public Guid UserId { get; private set; }

    public PasswordLinkKind Kind { get; private set; }

    /// <summary>SHA-256 of the link's secret.</summary>
    public byte[] TokenHash { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>PostgreSQL's xmin: of two parallel uses one wins.</summary>
    public uint Version { get; private set; }

    /// <summary>True while it sets a password; a password that was set after it was mailed ends it.</summary>
    public bool IsGood(User user, DateTimeOffset now) =>
        UsedAt is null && now < ExpiresAt && user.Status == UserStatus.Active && !(user.PasswordChangedAt >= CreatedAt);

    public void Use(DateTimeOffset now) => UsedAt = now;
}

public enum PasswordLinkKind
{
    Invitation,
    Reset,
}
