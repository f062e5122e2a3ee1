using System.Security.Cryptography;
using Satcom.Domain.Common;

namespace Satcom.Domain.Identity;

/// <summary>
/// A device that was proved by a code and holds a secret for it. The secret changes with each sign-in, so that a copy and the device
/// cannot both go on: whoever shows an old one ends the trust.
/// </summary>
[Audited("trustedDevice")]
public sealed class TrustedDevice : AggregateRoot
{
    /// <summary>Trust that is not used for this long ends.</summary>
    public static readonly TimeSpan SlidingLifetime = TimeSpan.FromDays(90);

    /// <summary>Trust ends after this long, however much it is used.</summary>
    public static readonly TimeSpan AbsoluteLifetime = TimeSpan.FromDays(180);

    /// <summary>How long the secret before the present one is still good, for two sign-ins at once on the same device.</summary>
    public static readonly TimeSpan ParallelWindow = TimeSpan.FromSeconds(20);

    /// <summary>The most that a person has; the one that was longest unused gives way.</summary>
    public const int MaxPerUser = 10;

    public TrustedDevice(Guid tenantId, Guid id, Guid userId, byte[] tokenHash, string name, string platform, DateTimeOffset trustedAt)
        : base(tenantId, id)
    {
        UserId = userId;
        TokenHash = tokenHash;
        Name = name;
        Platform = platform;
        TrustedAt = trustedAt;
        LastUsedAt = trustedAt;
        ExpiresAt = trustedAt + SlidingLifetime;
    }

    public Guid UserId { get; private set; }

    /// <summary>SHA-256 of the secret that the device holds now.</summary>
    [Secret]
    public byte[] TokenHash { get; private set; }

    [Secret]
    public byte[]? PreviousTokenHash { get; private set; }

    public string Name { get; private set; }

    public string Platform { get; private set; }

    public DateTimeOffset TrustedAt { get; private set; }

    public DateTimeOffset LastUsedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public TrustEnd? EndReason { get; private set; }

    public bool IsLive(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    /// <summary>What a shown secret is worth.</summary>
    public DeviceProof Judge(ReadOnlySpan<byte> tokenHash, DateTimeOffset now)
    {
        if (!IsLive(now))
        {
            return DeviceProof.None;
        }

        if (CryptographicOperations.FixedTimeEquals(TokenHash, tokenHash))
        {
            return DeviceProof.Good;
        }

        return now - LastUsedAt <= ParallelWindow && CryptographicOperations.FixedTimeEquals(PreviousTokenHash, tokenHash) ? DeviceProof.Parallel : DeviceProof.Copied;
    }

    /// <summary>Prolongs the trust under a fresh secret.</summary>
    public void Use(byte[] nextTokenHash, DateTimeOffset now)
    {
        PreviousTokenHash = TokenHash;
        TokenHash = nextTokenHash;
        LastUsedAt = now;
        var absolute = TrustedAt + AbsoluteLifetime;
        ExpiresAt = now + SlidingLifetime < absolute ? now + SlidingLifetime : absolute;
    }

    public void Revoke(TrustEnd reason, DateTimeOffset now)
    {
        RevokedAt ??= now;
        EndReason ??= reason;
    }
}

/// <summary>What a shown secret of a device is worth.</summary>
public enum DeviceProof
{
    /// <summary>Nothing.</summary>
    None,

    Good,

    /// <summary>The one before, moments after it changed: another sign-in of the same device.</summary>
    Parallel,

    /// <summary>An old one: somebody holds a copy.</summary>
    Copied,
}

/// <summary>Why a device is trusted no more.</summary>
public enum TrustEnd
{
    Revoked,
    Copied,
    PasswordReset,

    /// <summary>A newer device took its place.</summary>
    Replaced,
}
