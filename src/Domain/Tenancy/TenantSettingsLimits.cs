namespace Satcom.Domain.Tenancy;

/// <summary>The bounds of each of a tenant's settings, both included; durations in seconds.</summary>
public static class TenantSettingsLimits
{
    public const int PresenceMin = 10;
    public const int PresenceMax = 24 * 3600;
    public const int MaxSessionMin = 60;
    public const int MaxSessionMax = 48 * 3600;
    public const int OfflineToleranceMin = 0;
    public const int OfflineToleranceMax = 30 * 24 * 3600;

    public const int SmsCountriesMax = 50;
    public const int SmsPerDayMin = 0;
    public const int SmsPerDayMax = 1_000_000;

    public const int PasswordMin = 8;
    public const int PasswordMax = 64;

    /// <summary>The shortest password that may be the only proof.</summary>
    public const int PasswordAloneMin = 12;

    /// <summary>True when a short password is never the only proof.</summary>
    public static bool IsPasswordLongEnough(TenantSettings settings) =>
        settings.PasswordMinLength >= PasswordAloneMin || settings.DeviceVerification == DeviceVerification.EverySignIn;

    /// <summary>True when a silent person turns away before they turn offline.</summary>
    public static bool IsCoherent(TenantSettings settings) => settings.PresenceAwayAfterSeconds < settings.PresenceOfflineAfterSeconds;
}
