using Satcom.Domain.Common;

namespace Satcom.Domain.Identity;

/// <summary>One sign-in on one device: the family that its refresh tokens descend in.</summary>
[Audited("session")]
public sealed class Session : AggregateRoot
{
    /// <summary>A session that is not used for this long ends.</summary>
    public static readonly TimeSpan SlidingLifetime = TimeSpan.FromDays(14);

    /// <summary>A session ends after this long, however much it is used.</summary>
    public static readonly TimeSpan AbsoluteLifetime = TimeSpan.FromDays(90);

    /// <summary>
    /// So many sessions of one person are live at once. With one more that starts, another ends: first one in which a program holds tokens that it
    /// cannot refresh, then one that a program holds at all, then the one that was used longest ago.
    /// </summary>
    public const int MaxLivePerUser = 50;

    /// <summary>So many of them are one program's; with one more, its own that was used longest ago ends.</summary>
    public const int MaxLivePerClient = 10;

    public const int DeviceNameMaxLength = 120;
    public const int PlatformMaxLength = 40;

    public Session(Guid tenantId, Guid id, Guid userId, string deviceName, string platform, DateTimeOffset startedAt)
        : base(tenantId, id)
    {
        UserId = userId;
        DeviceName = deviceName;
        Platform = platform;
        StartedAt = startedAt;
        ProvedAt = startedAt;
        LastUsedAt = startedAt;
        ExpiresAt = startedAt + AbsoluteLifetime;
    }

    public Guid UserId { get; private set; }

    /// <summary>The trusted device that it was started on; null where the device is not trusted.</summary>
    public Guid? DeviceId { get; private set; }

    /// <summary>SHA-256 of what the device called itself; null where it said nothing.</summary>
    [Secret]
    public byte[]? FingerprintHash { get; private set; }

    /// <summary>True where a one-time code was asked for beside the password.</summary>
    public bool IsCodeProved { get; private set; }

    public string DeviceName { get; private set; }

    public string Platform { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When its person last proved who they are: at its beginning, or since.</summary>
    public DateTimeOffset ProvedAt { get; private set; }

    public DateTimeOffset LastUsedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it ended; sessions end as sets, in the database.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public SessionEnd? EndReason { get; private set; }

    /// <summary>Ties the session to what is known of its device.</summary>
    public void StartOn(Guid? deviceId, byte[]? fingerprintHash, bool isCodeProved)
    {
        DeviceId = deviceId;
        FingerprintHash = fingerprintHash;
        IsCodeProved = isCodeProved;
    }

    /// <summary>Its person proved who they are before it began: it descends in another sign-in.</summary>
    public void InheritProof(DateTimeOffset provedAt) => ProvedAt = provedAt;

    /// <summary>Its person has just proved once more who they are.</summary>
    public void Prove(DateTimeOffset now)
    {
        ProvedAt = now;
        Raise(new SessionProved(Id));
    }

    public bool IsLive(DateTimeOffset now) => EndedAt is null && now < ExpiresAt;

    public void Touch(DateTimeOffset now) => LastUsedAt = now;
}

public enum SessionEnd
{
    Logout,

    /// <summary>A spent refresh token was shown again: somebody may have copied it.</summary>
    RefreshReused,

    Revoked,

    /// <summary>The password was changed or set anew.</summary>
    PasswordChanged,
}

/// <summary>The session's person proved once more who they are; every node looks at its tokens anew, which go on.</summary>
public sealed record SessionProved(Guid SessionId) : DomainEvent, IForgetsCached
{
    /// <inheritdoc/>
    public override Guid AggregateId => SessionId;

    /// <inheritdoc/>
    (string Kind, Guid Id) IForgetsCached.Forgotten => ("proof", SessionId);
}

/// <summary>The session's tokens no longer work; every node forgets them.</summary>
public sealed record SessionEnded(Guid SessionId, Guid UserId) : DomainEvent, IForgetsCached
{
    /// <inheritdoc/>
    public override Guid AggregateId => SessionId;

    /// <inheritdoc/>
    (string Kind, Guid Id) IForgetsCached.Forgotten => ("session", SessionId);
}
