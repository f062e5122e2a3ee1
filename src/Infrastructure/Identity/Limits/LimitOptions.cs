namespace Satcom.Infrastructure.Identity.Limits;

/// <summary>How many failed attempts to sign in are borne, and by whom.</summary>
public sealed class LimitOptions
{
    public const string Section = "Satcom:Limits";

    /// <summary>Failures of one network address (of a /64 in IPv6) in 15 minutes.</summary>
    public int AddressFailures { get; set; } = 30;

    /// <summary>Failures on one account in 15 minutes: from all strange devices together, and from each known one.</summary>
    public int AccountFailures { get; set; } = 10;

    /// <summary>Failures on one account in an hour, from any device.</summary>
    public int AccountFailuresPerHour { get; set; } = 100;

    /// <summary>Failures in one tenant in 15 minutes before every strange device has to prove more.</summary>
    public int TenantFailures { get; set; } = 1000;

    /// <summary>Accounts on which one address may fail in 15 minutes before the alarm.</summary>
    public int SprayAccounts { get; set; } = 20;

    /// <summary>Passwords that wait to be hashed on one node before others are turned away.</summary>
    public int HashQueue { get; set; } = 32;

    /// <summary>Text messages with codes that one tenant sends in a day; it can set less for itself. What is beyond goes by mail.</summary>
    public int TextsPerTenant { get; set; } = 2000;

    /// <summary>Of these, to one country.</summary>
    public int TextsPerCountry { get; set; } = 1000;

    /// <summary>Text messages of a tenant to one country in a day that are never worth an alarm.</summary>
    public int TextAlarmFloor { get; set; } = 20;

    internal string? Fault() =>
        new[] { TextsPerTenant, TextsPerCountry, TextAlarmFloor, AddressFailures, AccountFailures, AccountFailuresPerHour, TenantFailures, SprayAccounts, HashQueue }.Any(v => v is < 1 or > 1_000_000) ? $"{Section}: every limit must lie in 1..1000000." : null;
}
