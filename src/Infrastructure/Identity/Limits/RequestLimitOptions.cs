namespace Satcom.Infrastructure.Identity.Limits;

/// <summary>How many requests are answered in a minute, over all nodes together. Each counts by itself.</summary>
public sealed class RequestLimitOptions
{
    public const string Section = "Satcom:Limits:Requests";

    /// <summary>Of one network address (a /64 in IPv6), whoever calls from it: a whole office may stand behind it.</summary>
    public int Address { get; set; } = 12_000;

    /// <summary>Of one network address, without anybody being signed in.</summary>
    public int Anonymous { get; set; } = 3_000;

    /// <summary>Of one network address, on routes where secrets are tried: signing in, codes, setting a password.</summary>
    public int AnonymousSensitive { get; set; } = 600;

    /// <summary>Of one person or program that read.</summary>
    public int Reads { get; set; } = 1_200;

    /// <summary>Of one person or program that write.</summary>
    public int Writes { get; set; } = 300;

    /// <summary>Of one signed-in person, on routes where secrets are tried.</summary>
    public int Sensitive { get; set; } = 60;

    /// <summary>Of everybody who is signed in to one company.</summary>
    public int Tenant { get; set; } = 60_000;

    internal string? Fault() =>
        new[] { Address, Anonymous, AnonymousSensitive, Reads, Writes, Sensitive, Tenant }.Any(v => v is < 1 or > 1_000_000_000) ? $"{Section}: every limit must lie in 1..1000000000." : null;
}
