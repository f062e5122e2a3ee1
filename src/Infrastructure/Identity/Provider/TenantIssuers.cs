using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Satcom.Infrastructure.Identity.Provider;

/// <summary>
/// The issuers of a tenant, made of settings alone and never of what a request says: its own host below the base domain, and for
/// installations without subdomains the one outside URL with the tenant in the path.
/// </summary>
public sealed class TenantIssuers
{
    /// <summary>The domain whose subdomains are tenants.</summary>
    private const string BaseDomain = "Satcom:Http:BaseDomain";

    private readonly string _outside;
    private readonly string? _beforeSlug;
    private readonly string? _afterSlug;

    public TenantIssuers(IConfiguration configuration, IOptions<TokenOptions> options)
    {
        _outside = options.Value.Issuer;
        if (configuration[BaseDomain] is { Length: > 0 } domain)
        {
            var outside = new Uri(_outside);
            _beforeSlug = outside.Scheme + "://";
            _afterSlug = "." + domain.TrimStart('.') + (outside.IsDefaultPort ? string.Empty : string.Create(System.Globalization.CultureInfo.InvariantCulture, $":{outside.Port}"));
        }
    }

    /// <summary>The tenant's issuer as its host names it; as its path where hosts name none.</summary>
    public string ByHost(string slug) => _beforeSlug is null ? ByPath(slug) : _beforeSlug + slug + _afterSlug;

    /// <summary>The tenant's issuer with its slug in the path.</summary>
    public string ByPath(string slug) => $"{_outside}/t/{slug}";

    /// <summary>True when the issuer is one of the tenant's.</summary>
    public bool Owns(string slug, string issuer) =>
        string.Equals(issuer, ByPath(slug), StringComparison.Ordinal) || string.Equals(issuer, ByHost(slug), StringComparison.Ordinal);
}
