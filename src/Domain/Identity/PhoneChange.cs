using Satcom.Domain.Common;

namespace Satcom.Domain.Identity;

/// <summary>
/// A number that a person wants in the place of theirs: first they show a code that went to the old one, then a day passes in which
/// they can take it back.
/// </summary>
[Audited("phoneChange")]
public sealed class PhoneChange : AggregateRoot
{
    /// <summary>How long the code is good.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);

    /// <summary>How long a number that took another's place gets no codes.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromHours(24);

    /// <summary>Wrong codes after which a code is dead.</summary>
    public const int MaxTries = 5;

    public PhoneChange(Guid tenantId, Guid id, Guid userId)
        : base(tenantId, id) => UserId = userId;

    public Guid UserId { get; private set; }

    /// <summary>E.164.</summary>
    public string Phone { get; private set; } = string.Empty;

    /// <summary>HMAC of the code.</summary>
    [Secret]
    public byte[] CodeHash { get; private set; } = [];

    /// <summary>When the code ends.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Wrong codes so far.</summary>
    public int Tries { get; private set; }

    public bool IsOpen(DateTimeOffset now) => Tries < MaxTries && now < ExpiresAt;

    /// <summary>Asks anew; a code that was sent before is dead.</summary>
    public void Ask(string phone, byte[] codeHash, DateTimeOffset now)
    {
        Phone = phone;
        CodeHash = codeHash;
        Tries = 0;
        ExpiresAt = now + CodeLifetime;
    }

    /// <summary>Counts a wrong code.</summary>
    public void Miss() => Tries++;
}
