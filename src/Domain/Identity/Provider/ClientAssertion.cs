using Satcom.Domain.Common;

namespace Satcom.Domain.Identity.Provider;

/// <summary>An assertion by which a client has proved who it is; it is good for nothing more (RFC 7523, section 3).</summary>
public sealed class ClientAssertion : ITenantOwned
{
    /// <summary>The longest that an assertion may be good for.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public required Guid TenantId { get; init; }

    public required Guid OAuthClientId { get; init; }

    /// <summary>SHA-256 of its jti.</summary>
    public required byte[] JtiHash { get; init; }

    /// <summary>From here on no node takes the assertion, so nobody need remember it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
