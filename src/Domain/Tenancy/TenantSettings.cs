namespace Satcom.Domain.Tenancy;

/// <summary>The rules that a tenant sets for itself. Durations are whole seconds.</summary>
public sealed record TenantSettings
{
    /// <summary>Silence after which a person counts as away.</summary>
    public int PresenceAwayAfterSeconds { get; init; } = 120;

    /// <summary>Silence after which a person counts as offline; longer than the away threshold.</summary>
    public int PresenceOfflineAfterSeconds { get; init; } = 300;

    /// <summary>The longest that a session may stay open before its check-out counts as forgotten.</summary>
    public int MaxSessionSeconds { get; init; } = 16 * 3600;

    /// <summary>How old a punch that was made without a network may be when it arrives.</summary>
    public int OfflineToleranceSeconds { get; init; } = 72 * 3600;

    /// <summary>When a device must be proved by a one-time code.</summary>
    public DeviceVerification DeviceVerification { get; init; } = DeviceVerification.Off;

    /// <summary>The way by which one-time codes go; a person without a phone gets them by mail.</summary>
    public OtpChannel OtpChannel { get; init; } = OtpChannel.Sms;

    /// <summary>Calling codes of the countries that codes go to by text message, such as +971. Empty: wherever somebody of the company has a number.</summary>
    public IReadOnlyList<string> SmsCountries { get; init; } = [];

    /// <summary>The most codes a day that go by text message, if less than the installation's own limit; what is beyond goes by mail.</summary>
    public int? SmsPerDay { get; init; }

    /// <summary>The least characters of a new password; less than 12 only where every sign-in asks for a code.</summary>
    public int PasswordMinLength { get; init; } = 12;

    /// <summary>Whether a manager must recommend a request for leave before it can be approved.</summary>
    public bool LeaveNeedsRecommendation { get; init; }
}

/// <summary>The way by which one-time codes go.</summary>
public enum OtpChannel
{
    Sms,
    Mail,
}

/// <summary>Which devices a one-time code must prove at sign-in: none, those not seen before, or all.</summary>
public enum DeviceVerification
{
    Off,
    NewDevices,
    EverySignIn,
}
