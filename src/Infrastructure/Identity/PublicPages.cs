using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.Identity;

namespace Satcom.Infrastructure.Identity;

/// <summary>How people reach the service from outside.</summary>
public sealed class PublicUrlOptions
{
    public const string Section = "Satcom:Http";

    /// <summary>
    /// An absolute URL without a trailing slash, which mailed links begin with. {tenant} in it stands for the company's slug, where
    /// each company has a host name of its own.
    /// </summary>
    public string PublicUrl { get; set; } = "http://localhost:5080";

    internal string? Fault(bool isDevelopment) =>
        !Uri.TryCreate(PublicUrl.Replace("{tenant}", "tenant", StringComparison.Ordinal), UriKind.Absolute, out var url) || PublicUrl.EndsWith('/') || PublicUrl.AsSpan().ContainsAny('?', '#')
        || (!isDevelopment && !string.Equals(url.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal))
            ? $"{Section}:PublicUrl must be an absolute https URL without a trailing slash, query or fragment (http is for Development alone)."
            : null;
}

internal sealed class PublicPages(IOptions<PublicUrlOptions> options) : IPublicPages
{
    public Uri SetPassword(TenantInfo tenant, string token) =>
        new($"{options.Value.PublicUrl.Replace("{tenant}", tenant.Slug, StringComparison.Ordinal)}/account/password#token={token}");
}
