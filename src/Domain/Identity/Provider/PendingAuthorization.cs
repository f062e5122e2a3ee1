using Satcom.Domain.Common;

namespace Satcom.Domain.Identity.Provider;

/// <summary>A client's request that waits while its person signs in and consents. It belongs to the browser that brought it.</summary>
public sealed class PendingAuthorization : ITenantOwned
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>The most that one browser may leave open.</summary>
    public const int MaxOpen = 20;

    /// <inheritdoc/>
    public required Guid TenantId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the opaque id that the browser carries.</summary>
    public required byte[] HandleHash { get; init; }

    /// <summary>SHA-256 of the browser's own cookie.</summary>
    public required byte[] BrowserHash { get; init; }

    public required Guid OAuthClientId { get; init; }

    /// <summary>The request as it was accepted, as JSON.</summary>
    public required string Request { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
