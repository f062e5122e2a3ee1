using Satcom.Domain.Common;

namespace Satcom.Domain.Identity;

/// <summary>
/// A sign-in whose password was right and whose device must be proved by a one-time code. It is good for that attempt, on the device
/// that holds its token, and for nothing else.
/// </summary>
[Audited("deviceChallenge")]
public sealed class DeviceChallenge : AggregateRoot
{
    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);

    /// <summary>How long an attempt can be brought to its end with fresh codes.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Wrong codes after which a code is dead.</summary>
    public const int MaxTries = 5;

    public DeviceChallenge(Guid tenantId, Guid id, Guid userId, byte[] tokenHash, CodeChannel channel, string deviceName, string platform, byte[]? fingerprintHash, DateTimeOffset startedAt)
        : base(tenantId, id)
    {
        UserId = userId;
        TokenHash = tokenHash;
        Channel = channel;
        DeviceName = deviceName;
        Platform = platform;
        FingerprintHash = fingerprintHash;
        StartedAt = startedAt;
    }

    public Guid UserId { get; private set; }

    /// <summary>SHA-256 of the secret that the device holds.</summary>
    [Secret]
    public byte[] TokenHash { get; private set; }

    /// <summary>HMAC of the code: a plain hash of a million values would hide nothing.</summary>
    [Secret]
    public byte[] CodeHash { get; private set; } = [];

    public CodeChannel Channel { get; private set; }

    public string DeviceName { get; private set; }

    public string Platform { get; private set; }

    /// <summary>What the device is known by: the hash of what it calls itself, or a mark that it showed a secret of the person's; null where it showed nothing.</summary>
    [Secret]
    public byte[]? FingerprintHash { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When the present code ends.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Wrong codes since the present one was sent.</summary>
    public int Tries { get; private set; }

    /// <summary>When it was used; it is good once.</summary>
    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>True while the present code can be tried.</summary>
    public bool IsOpen(DateTimeOffset now) => SettledAt is null && Tries < MaxTries && now < ExpiresAt;

    /// <summary>True while a fresh code can be sent.</summary>
    public bool MayResend(DateTimeOffset now) => SettledAt is null && now < StartedAt + Lifetime;

    /// <summary>Puts a fresh code in the place of the one before, which is dead from now on.</summary>
    public void Send(byte[] codeHash, DateTimeOffset now)
    {
        CodeHash = codeHash;
        Tries = 0;
        ExpiresAt = now + CodeLifetime;
    }

    /// <summary>Hands the attempt over to a sign-in that came while its code is young. Whoever began it needs a new one; tries stay counted.</summary>
    public void HandOver(byte[] tokenHash, string deviceName, string platform, byte[]? fingerprintHash)
    {
        TokenHash = tokenHash;
        DeviceName = deviceName;
        Platform = platform;
        FingerprintHash = fingerprintHash;
    }

    /// <summary>When the present code was sent.</summary>
    public DateTimeOffset SentAt() => ExpiresAt - CodeLifetime;

    /// <summary>Counts a wrong code.</summary>
    public void Miss() => Tries++;

    /// <summary>Uses the challenge up.</summary>
    public void Settle(DateTimeOffset now) => SettledAt = now;
}

/// <summary>The way by which a code goes.</summary>
public enum CodeChannel
{
    Sms,
    Mail,
}
