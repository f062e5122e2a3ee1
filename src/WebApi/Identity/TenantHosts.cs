namespace Satcom.WebApi.Identity;

/// <summary>Reads the tenant from a host name: acme.satcom.example under the base domain satcom.example.</summary>
internal sealed class TenantHosts(IConfiguration configuration)
{
    /// <summary>The domain whose subdomains are tenants; unset, hosts name none.</summary>
    public const string Setting = "Satcom:Http:BaseDomain";

    private readonly string? _suffix = configuration[Setting] is { Length: > 0 } domain ? "." + domain.TrimStart('.') : null;

    /// <summary>True when the request's host or path names a tenant.</summary>
    public bool NamesTenant(HttpContext context) => TenantPaths.SlugOf(context) is not null || SlugOf(context.Request.Host.Host) is not null;

    /// <summary>The same for whoever has no instance at hand.</summary>
    public static bool IsNamed(HttpContext context) => context.RequestServices.GetRequiredService<TenantHosts>().NamesTenant(context);

    /// <summary>The slug that a host names, or null.</summary>
    public string? SlugOf(string host)
    {
        // A trailing dot names the same host (RFC 1034, section 3.1).
        host = host.EndsWith('.') ? host[..^1] : host;
        return _suffix is not null && host.Length > _suffix.Length && host.EndsWith(_suffix, StringComparison.OrdinalIgnoreCase)
            ? host[..^_suffix.Length].ToLowerInvariant()
            : null;
    }
}
