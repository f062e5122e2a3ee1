namespace Satcom.Domain.Tenancy;

/// <summary>The bounds of each of a tenant's settings, in seconds, both included.</summary>
public static class TenantSettingsLimits
{
    public const int PresenceMin = 10;
    public const int PresenceMax = 24 * 3600;
    public const int MaxSessionMin = 60;
    public const int MaxSessionMax = 48 * 3600;
    public const int OfflineToleranceMin = 0;
    public const int OfflineToleranceMax = 30 * 24 * 3600;

    /// <summary>True when a silent person turns away before they turn offline.</summary>
    public static bool IsCoherent(TenantSettings settings) => settings.PresenceAwayAfterSeconds < settings.PresenceOfflineAfterSeconds;
}
