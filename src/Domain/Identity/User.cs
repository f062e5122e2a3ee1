using Satcom.Domain.Common;

namespace Satcom.Domain.Identity;

/// <summary>An account that can sign in to one tenant.</summary>
[Audited("user")]
public sealed class User : AggregateRoot
{
    public const int EmailMaxLength = 254;
    public const int DisplayNameMaxLength = 120;
    public const int PhoneMaxLength = 16;

    public User(Guid tenantId, Guid id, string email, string displayName, IEnumerable<string> roles, DateTimeOffset createdAt)
        : base(tenantId, id)
    {
        Email = email;
        NormalizedEmail = Normalize(email);
        DisplayName = displayName;
        SearchText = Common.SearchText.Of(displayName, email);
        Roles = [.. roles];
        CreatedAt = createdAt;
    }

    // EF Core materialises through this one.
    private User(Guid tenantId, Guid id, string email, string normalizedEmail, string displayName, DateTimeOffset createdAt)
        : base(tenantId, id)
    {
        Email = email;
        NormalizedEmail = normalizedEmail;
        DisplayName = displayName;
        CreatedAt = createdAt;
    }

    public string Email { get; private set; }

    /// <summary>The form that is unique in the tenant.</summary>
    public string NormalizedEmail { get; private set; }

    public string DisplayName { get; private set; }

    /// <summary>E.164.</summary>
    public string? Phone { get; private set; }

    /// <summary>Until this moment the number gets no codes, because it took another one's place; null when it does.</summary>
    public DateTimeOffset? PhoneHeldUntil { get; private set; }

    /// <summary>The number before, which still gets the codes while the present one is held; null where they go by mail meanwhile.</summary>
    public string? PreviousPhone { get; private set; }

    /// <summary>The number that the person's own change took the place of, whether or not codes went to it; null where they had none.</summary>
    public string? ReplacedPhone { get; private set; }

    /// <summary>True when the person changed the number themselves, and not an administrator.</summary>
    public bool IsPhoneOwnChoice { get; private set; }

    public UserStatus Status { get; private set; }

    public List<string> Roles { get; private set; } = [];

    /// <summary>Null until the first password is set.</summary>
    [Secret]
    public string? PasswordHash { get; private set; }

    /// <summary>When the person last set or changed it; null where it was made with the account.</summary>
    public DateTimeOffset? PasswordChangedAt { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When an administrator last changed the account or its employee; null when never.</summary>
    public DateTimeOffset? ChangedAt { get; private set; }

    /// <summary>The words that the account is found by.</summary>
    [Secret]
    public string SearchText { get; private set; } = string.Empty;

    /// <summary>The form in which addresses are compared.</summary>
    public static string Normalize(string email) => email.Trim().ToUpperInvariant();

    /// <summary>Another hash of the same password, or an account's first one.</summary>
    public void SetPasswordHash(string hash) => PasswordHash = hash;

    /// <summary>A new password, which also ends every link that was mailed before.</summary>
    public void ChangePassword(string hash, DateTimeOffset now)
    {
        PasswordHash = hash;
        PasswordChangedAt = now;
    }

    /// <summary>An account's first number.</summary>
    public void SetPhone(string? phone) => Phone = phone;

    /// <summary>The number that codes go to; null where they go by mail.</summary>
    public string? CodePhone(DateTimeOffset now) => now < PhoneHeldUntil ? PreviousPhone : Phone;

    /// <summary>True while the person can take their own change back.</summary>
    public bool HoldsOwnChoice(DateTimeOffset now) => IsPhoneOwnChoice && now < PhoneHeldUntil;

    /// <summary>An administrator's change. The old number may be lost, so codes go by mail while the new one is held.</summary>
    public void AssignPhone(string? phone, DateTimeOffset now)
    {
        Phone = phone;
        PreviousPhone = null;
        ReplacedPhone = null;
        IsPhoneOwnChoice = false;
        PhoneHeldUntil = phone is null ? null : now + PhoneChange.Hold;
    }

    /// <summary>The person's own change, proved by a code. Codes go where they went while the new number is held.</summary>
    public void ReplacePhone(string phone, DateTimeOffset now)
    {
        ReplacedPhone = HoldsOwnChoice(now) ? ReplacedPhone ?? PreviousPhone : Phone;
        PreviousPhone = CodePhone(now);
        Phone = phone;
        IsPhoneOwnChoice = true;
        PhoneHeldUntil = now + PhoneChange.Hold;
    }

    /// <summary>Takes the person's own change back. A number that was itself still held gets no codes until the present hold is over.</summary>
    /// <returns>False when none is held.</returns>
    public bool RestorePhone(DateTimeOffset now)
    {
        if (!HoldsOwnChoice(now))
        {
            return false;
        }

        // A change from before what it replaced was kept.
        Phone = ReplacedPhone ?? PreviousPhone;
        ReplacedPhone = null;
        IsPhoneOwnChoice = false;
        if (string.Equals(Phone, PreviousPhone, StringComparison.Ordinal))
        {
            PreviousPhone = null;
            PhoneHeldUntil = null;
        }

        return true;
    }

    public void Rename(string displayName)
    {
        DisplayName = displayName;
        SearchText = Common.SearchText.Of(displayName, Email);
    }

    public void SetEmail(string email)
    {
        Email = email;
        NormalizedEmail = Normalize(email);
        SearchText = Common.SearchText.Of(DisplayName, email);
    }

    public void SetRoles(IEnumerable<string> roles)
    {
        Roles = [.. roles];
        Raise(new UserAccessChanged(Id));
    }

    /// <summary>Gives the account a new version, also where only its employee changed: both are one thing to the outside.</summary>
    public void MarkChanged(DateTimeOffset now) => ChangedAt = ChangedAt is { } before && now <= before ? before.AddMicroseconds(1) : now;

    public void Deactivate()
    {
        if (Status != UserStatus.Deactivated)
        {
            Status = UserStatus.Deactivated;
            Raise(new UserAccessChanged(Id));
        }
    }

    public void Reactivate()
    {
        if (Status != UserStatus.Active)
        {
            Status = UserStatus.Active;
            Raise(new UserAccessChanged(Id));
        }
    }
}

/// <summary>Whether an account can be signed in to.</summary>
public enum UserStatus
{
    Active,

    /// <summary>Cannot sign in; tokens that are out no longer work.</summary>
    Deactivated,
}

/// <summary>The user's right to use the service changed: every node judges their tokens anew.</summary>
public sealed record UserAccessChanged(Guid UserId) : DomainEvent, IForgetsCached
{
    /// <inheritdoc/>
    public override Guid AggregateId => UserId;

    /// <inheritdoc/>
    (string Kind, Guid Id) IForgetsCached.Forgotten => ("user", UserId);
}
