using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Satcom.Domain.Tenancy;

/// <summary>
/// The rules of a company's short name: it is a label of host names (RFC 1035, section 2.3.1) and a segment of paths, so it is
/// neither punycode nor a name that hosts and paths use for themselves.
/// </summary>
public static partial class TenantSlug
{
    /// <summary>What every slug matches; the database holds it too.</summary>
    public const string Pattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";

    public const int MinLength = 2;

    private const int TimeoutMilliseconds = 1000;

    private static readonly FrozenSet<string> Reserved = new[]
    {
        Tenant.PlatformSlug, "satcom", "account", "accounts", "admin", "administrator", "api", "app", "apps", "assets", "auth", "autoconfig", "autodiscover", "billing",
        "blog", "cdn", "connect", "console", "default", "dev", "docs", "files", "ftp", "health", "help", "hub", "hubs", "id", "identity", "imap", "internal",
        "localhost", "login", "logout", "mail", "media", "metrics", "mx", "ns", "ns1", "ns2", "oauth", "oidc", "openapi", "pop", "postmaster", "public", "root",
        "security", "shared", "signin", "signout", "signup", "smtp", "sso", "staging", "static", "status", "storage", "support", "system", "tenant", "tenants",
        "token", "tokens", "unknown", "webmaster", "well-known", "wpad", "ws", "www",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for 2 to 40 lower-case letters, digits and single hyphens that begin with a letter.</summary>
    public static bool IsWellFormed(string text) => text.Length is >= MinLength and <= Tenant.SlugMaxLength && SlugPattern().IsMatch(text);

    /// <summary>True for words that no company may have.</summary>
    public static bool IsReserved(string text) => Reserved.Contains(text);

    [GeneratedRegex("\\A[a-z][a-z0-9]*(-[a-z0-9]+)*\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex SlugPattern();
}
