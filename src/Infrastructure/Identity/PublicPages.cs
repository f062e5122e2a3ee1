using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.Identity;

namespace Satcom.Infrastructure.Identity;

/// <summary>How people reach the service from outside.</summary>
public sealed class PublicUrlOptions
{
    public const string Section = "Satcom:Http";

    /// <summary>
    /// An absolute URL without a trailing slash, which mailed links begin with; empty for the issuer of tokens. {tenant} in it stands
    /// for the company's slug, where each company has a host name of its own.
    /// </summary>
    public string PublicUrl { get; set; } = string.Empty;

    internal string? Fault(bool isDevelopment) =>
        PublicUrl.Length > 0
        && (!Uri.TryCreate(PublicUrl.Replace("{tenant}", "tenant", StringComparison.Ordinal), UriKind.Absolute, out var url) || PublicUrl.EndsWith('/') || PublicUrl.AsSpan().ContainsAny('?', '#')
            || (!isDevelopment && !string.Equals(url.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal)))
            ? $"{Section}:PublicUrl must be an absolute https URL without a trailing slash, query or fragment (http is for Development alone)."
            : null;
}

internal sealed class PublicPages(IOptions<PublicUrlOptions> options, IOptions<TokenOptions> tokens) : IPublicPages
{
    private readonly string _url = options.Value.PublicUrl is { Length: > 0 } url ? url : tokens.Value.Issuer;

    public Uri SetPassword(TenantInfo tenant, string token) =>
        new($"{Of(tenant.Slug)}/account/password?token={token}");

    public Uri ForgotPassword(TenantInfo tenant) => new($"{Of(tenant.Slug)}/account/forgot");

    // The token names the company, so that the path need not.
    public Uri LeaveFeed(TenantInfo tenant, string token) => new($"{_url.Replace("{tenant}", tenant.Slug, StringComparison.Ordinal)}/calendars/leave/{token}.ics");

    // Where each company has no host name of its own, the path names it.
    private string Of(string slug) =>
        _url.Contains("{tenant}", StringComparison.Ordinal) ? _url.Replace("{tenant}", slug, StringComparison.Ordinal) : $"{_url}/t/{slug}";
}
