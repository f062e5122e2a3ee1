using Satcom.Domain.Common;

namespace Satcom.Domain.Identity.Provider;

/// <summary>An access token of a client itself that was taken back before its time; a person's tokens end with their session.</summary>
public sealed class RevokedToken : ITenantOwned
{
    /// <inheritdoc/>
    public required Guid TenantId { get; init; }

    /// <summary>The token's jti.</summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
