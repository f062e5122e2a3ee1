using Satcom.Domain.Common;

namespace Satcom.Domain.Identity.Provider;

/// <summary>A client's secret as it is kept: its hash. Two of them live while one is being replaced.</summary>
[Audited("oauthClientSecret")]
public sealed class OAuthClientSecret : ITenantOwned
{
    public OAuthClientSecret(Guid tenantId, Guid id, Guid oAuthClientId, byte[] secretHash, DateTimeOffset createdAt)
    {
        TenantId = tenantId;
        Id = id;
        OAuthClientId = oAuthClientId;
        SecretHash = secretHash;
        CreatedAt = createdAt;
    }

    /// <inheritdoc/>
    public Guid TenantId { get; private set; }

    public Guid Id { get; private set; }

    public Guid OAuthClientId { get; private set; }

    /// <summary>SHA-256 of the secret, which has 256 random bits.</summary>
    [Secret]
    public byte[] SecretHash { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Null until another takes its place.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>It works until then and no longer; it can only be shortened.</summary>
    public void ExpireAt(DateTimeOffset at) => ExpiresAt = ExpiresAt is { } earlier && earlier < at ? earlier : at;
}
