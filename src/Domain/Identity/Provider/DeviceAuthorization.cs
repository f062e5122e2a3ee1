using Satcom.Domain.Common;

namespace Satcom.Domain.Identity.Provider;

/// <summary>A device without a browser that waits until its person approves it on another one (RFC 8628).</summary>
public sealed class DeviceAuthorization : ITenantOwned
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    public const int IntervalSeconds = 5;

    /// <inheritdoc/>
    public required Guid TenantId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the device's code.</summary>
    public required byte[] DeviceCodeHash { get; init; }

    /// <summary>A keyed hash of the code that the person types.</summary>
    public required byte[] UserCodeHash { get; init; }

    public required Guid OAuthClientId { get; init; }

    public required List<string> Scopes { get; init; }

    public string? Resource { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DeviceAuthorizationStatus Status { get; private set; }

    public Guid? UserId { get; private set; }

    public Guid? BrowserSessionId { get; private set; }

    public DateTimeOffset? LastPolledAt { get; private set; }

    /// <summary>Seconds that the device must wait between two questions; grows when it does not.</summary>
    public int Interval { get; private set; } = IntervalSeconds;

    /// <summary>PostgreSQL's xmin.</summary>
    public uint Version { get; private set; }

    public void Decide(bool approved, Guid userId, Guid browserSessionId)
    {
        Status = approved ? DeviceAuthorizationStatus.Approved : DeviceAuthorizationStatus.Denied;
        UserId = userId;
        BrowserSessionId = browserSessionId;
    }

    /// <summary>It was approved in a session that another one of the same person has taken the place of.</summary>
    public void Follow(Guid browserSessionId) => BrowserSessionId = browserSessionId;

    /// <summary>Notes that the device asked.</summary>
    /// <returns>False when it asked too soon; it must wait longer from now on.</returns>
    public bool Poll(DateTimeOffset now)
    {
        var isSoon = LastPolledAt is { } last && now < last.AddSeconds(Interval - 1);
        LastPolledAt = now;
        Interval += isSoon ? IntervalSeconds : 0;
        return !isSoon;
    }

    public void Redeem() => Status = DeviceAuthorizationStatus.Redeemed;
}

public enum DeviceAuthorizationStatus
{
    Pending,
    Approved,
    Denied,
    Redeemed,
}
